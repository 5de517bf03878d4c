//! Sign-in through an identity provider (mission §2.3): ProConnect, FranceConnect, whichever is configured.
//!
//! An identity is an issuer and a subject, and belongs to one account. It is attached only by who proved both sides in
//! one browser: the identity at its provider and the account in the portal. An equal mail address proves nothing. The
//! provider stands for the password; the account's level is still asked, unless the provider says that it did as much
//! (`docs/adr/0010-identity-providers.md`).

mod arrival;
mod attachment;
mod letter;
mod providers;
mod request;
mod settings;
mod sign_out;
mod store;
mod waiting;

pub use crate::openid::BackParams;
pub use arrival::{Arrival, come_back};
pub use attachment::{attach_waiting, detach};
pub(crate) use attachment::{detach_all, give_to_new_account};
pub use providers::Providers;
pub(crate) use request::purge;
pub use request::{begin, begin_attachment};
pub use settings::{IdentityConfig, ProviderSettings};
pub(crate) use sign_out::sign_out_there;
pub use sign_out::signed_out_there;
pub use store::{Attached, attached};
pub use waiting::{Waiting, waiting};
