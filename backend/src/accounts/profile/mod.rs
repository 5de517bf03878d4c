//! Personal space (mission §2.4): password, mail address, sessions and devices, personal details, choices of mails; and
//! actions without a sign-in: forgotten password, « ce n'était pas moi ».
//!
//! A sensitive change requires re-authentication; it is recorded in the history and notified by mail, in one
//! transaction.
//!
//! Owns `email_change` and `reset_request`.

mod choices;
mod devices;
mod email;
mod email_confirmation;
mod letters;
mod new_device;
mod owner;
mod password;
mod purge;
mod refused_mail;
mod reset;
mod reset_link;
mod reset_requests;
mod securing;
mod securing_link;
mod sessions;
mod situation;

pub use super::account::{MailChoices, Situation};
pub(crate) use choices::wants_mail;
pub use choices::{choices, set_choices};
pub use devices::{TrustedDevice, forget_device, trusted_devices};
pub(crate) use email::requested_address;
pub use email::{PendingEmailChange, cancel_email_change, pending_email_change, request_email_change};
pub use email_confirmation::{EmailConfirmation, confirm_email};
pub(crate) use new_device::notify_new_device;
pub(crate) use owner::load as owner;
pub use password::change as change_password;
pub(crate) use purge::purge;
pub use refused_mail::refused_addresses;
pub use reset::{login_of_reset, reset};
pub(crate) use reset_requests::erase as erase_reset_requests;
pub use reset_requests::{process as process_reset_requests, request as request_reset};
pub use securing::{secure, secure_by_link};
pub(crate) use securing_link::{notice_lifetime, securing_link};
pub use sessions::{OpenSession, close_others, close_session, open_sessions};
pub use situation::{set_situation, situation};
