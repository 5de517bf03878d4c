//! Personal accounts as stored: lookup, creation, changes.
//!
//! Owns `account`: other modules change it through these functions only.

mod create;
mod credentials;
mod find;
mod insert;
mod life_cycle;
mod mail_choices;
mod rights;
mod security;
mod sign_ins;
mod situation;

pub use create::create_activated;
pub(crate) use credentials::{set_email, set_password};
pub(crate) use find::{Account, by_id, by_id_tx, by_login_or_email, pending_with_email};
pub use insert::NewAccount;
pub(crate) use insert::insert;
pub(crate) use life_cycle::{activate, delete, delete_pending_created_before, delete_pending_with_email};
pub use mail_choices::MailChoices;
pub(crate) use mail_choices::{end_newsletter, mail_choices, mail_choices_tx, set_mail_choices};
pub use rights::rights_changed;
pub(crate) use security::{confirm_sms_number, lock, security_level, set_security_level, set_sms_number};
pub(crate) use sign_ins::record_sign_in;
pub use situation::Situation;
pub(crate) use situation::{set_situation, situation};
