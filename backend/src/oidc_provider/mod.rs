//! OpenID Connect provider for the téléservices (mission §3.4; `docs/adr/0013`).
//!
//! A téléservice is a confidential client of the configuration. It sends the browser to [`authorize`], receives a code,
//! and exchanges it, from server to server, for an ID token with the person, the company and the rights on this
//! téléservice alone. The site of a co-owner is such a client too: it receives the linked account instead of rights. When the session of the portal ends, the téléservice is notified ([`LogoutQueue`]).
//!
//! Owns `authorization_code`, `access_token`, `rp_session` and `signing_key`.

mod access;
mod authorization_error;
mod authorize;
mod catalogue;
mod claims;
mod client;
mod code;
mod end_session;
mod id_token;
mod jwt;
mod key_pair;
mod keys;
mod launch;
mod metadata;
mod opening_rights;
mod parameters;
pub(crate) mod personal_data;
mod public_key;
mod request;
mod request_checks;
mod rp_sessions;
mod sites;
mod subject;
mod token;
mod user_info;

pub use crate::config::{OidcProviderConfig, PlainLinksConfig, TeleserviceSettings, TeleservicesConfig};
pub use access::{Access, access};
pub use authorize::{Outcome, authorize};
pub use catalogue::{OpenTeleservice, TeleserviceCatalogue, TeleserviceState, catalogue, teleservice_state};
pub use claims::{Person, PlaceRights};
pub(crate) use code::purge as purge_codes;
pub use end_session::{EndSession, confirm_end_session, end_session, logout_client};
pub(crate) use keys::renew as renew_keys;
pub use keys::{encrypt_signing_keys_again, published};
pub use launch::{Launch, launch, launch_address};
pub use metadata::{acr_values, issuer};
pub use public_key::PublicKey;
pub use request::reauthentication_since;
pub use rp_sessions::LogoutQueue;
pub(crate) use rp_sessions::purge as purge_rp_sessions;
pub use sites::{SiteLink, open_site, site_address};
pub use token::{TokenError, TokenRequest, Tokens, exchange};
pub use user_info::user_info;
