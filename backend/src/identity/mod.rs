//! Sign-in through a provider: ProConnect, FranceConnect (mission §2.3), and the co-owners at which an account is linked
//! (mission §3.1), whichever are configured.
//!
//! An identity is an issuer and a subject, and belongs to one account. It is attached only by who proved both sides in
//! one browser: the identity at its provider and the account in the portal. An equal mail address proves nothing. The
//! provider stands for the password; the account's level is still asked, unless the provider says that it did as much
//! (`docs/adr/0010-identity-providers.md`). A co-owner opens the account that its own is linked with, and attaches
//! nothing: rattachements are [`crate::companies`]' (`docs/adr/0014-sign-in-at-co-owners.md`).

mod arrival;
mod attachment;
mod either;
mod handover;
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
pub(crate) use attachment::{close_sessions, detach_all, give_to_new_account};
pub use handover::{Resumed, receive, resume};
pub(crate) use letter::tell_owner;
pub use providers::Providers;
pub(crate) use request::purge;
pub use request::{Begun, begin, begin_attachment, begin_elsewhere};
pub use settings::{IdentityConfig, ProviderSettings};
pub(crate) use sign_out::sign_out_there;
pub use sign_out::signed_out_there;
pub use store::{Attached, attached};
pub(crate) use waiting::forget as forget_waiting;
pub use waiting::{Waiting, waiting};
