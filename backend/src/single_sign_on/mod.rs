//! The portal as an OpenID Connect provider for the téléservices (mission §3.4; `docs/adr/0013-single-sign-on.md`).
//!
//! A téléservice is a confidential client of the configuration. It sends the browser to [`authorize`], gets a code, and
//! exchanges it, from server to server, for an ID token that says who is there, for which company, with which rights on
//! that téléservice alone. When the session of the portal ends, in whatever way, it is told ([`tell_ended`]).

mod authorize;
mod catalogue;
mod claims;
mod client;
mod code;
mod end_session;
mod jwt;
mod keys;
mod logout;
mod parameters;
mod request;
mod seal;
mod settings;
mod token;
mod user_info;
mod visit;

use domain::account::SecurityLevel;

pub use authorize::{Access, Outcome, access, authorize};
pub use catalogue::{OpenTeleservice, Opening, TeleserviceCatalogue, catalogue, opening, way_in};
pub use claims::{Held, Person};
pub(crate) use code::purge as purge_codes;
pub use end_session::{EndSession, confirm_end, end_session, who_ends};
pub(crate) use keys::renew as renew_keys;
pub use keys::{PublicKey, published};
pub(crate) use logout::purge as purge_visits;
pub use logout::tell_ended;
pub use request::{AUTHORIZATION, proof_wanted};
pub use settings::{PlainLinksConfig, SingleSignOnConfig, TeleserviceSettings, TeleservicesConfig};
pub use token::{TokenRefusal, TokenRequest, Tokens, exchange};
pub use user_info::user_info;

use crate::Portal;

/// Who the portal says it is: its public address, without a final slash.
pub fn issuer(portal: &Portal) -> String {
    portal.link("")
}

/// Levels of security that tokens may name.
pub fn acr_values() -> Vec<&'static str> {
    SecurityLevel::ALL.map(claims::acr).to_vec()
}
