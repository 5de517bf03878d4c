//! The personal space (mission §2.4): password, address, sessions and devices, situation, choices; and what the owner
//! of an account does without being signed in: a forgotten password, « ce n'était pas moi ».
//!
//! A sensitive change asks for a fresh proof, is written in the history and told by mail, in one transaction.

mod choices;
mod devices;
mod email;
mod letters;
mod link;
mod owner;
mod password;
mod recovery;
mod securing;
mod sessions;
mod situation;

pub(crate) use choices::wants_mail;
pub use choices::{Choices, choices, set_choices};
pub use devices::{TrustedDevice, forget_device, trusted_devices};
pub use email::{Confirmed, PendingEmail, ask_new_email, cancel_new_email, confirm_email, pending_email};
pub(crate) use link::purge;
pub use link::{Purpose, is_alive};
pub(crate) use owner::read as owner;
pub use password::change as change_password;
pub use recovery::{answer_demands, ask as ask_reset, reset};
pub(crate) use securing::{draw_link as securing_link, tell_new_device};
pub use securing::{secure, secure_by_link};
pub use sessions::{OpenSession, close_others, close_session, open_sessions};
pub use situation::{Situation, set_situation, situation};
