//! Notifications of the steps of a question, in the portal and by mail (002: every step).
//!
//! Owns `notification`. Each follower of the question is notified of each step of the service, in the portal and by mail. Rights
//! are checked when the notification is written, and again when it is read.

mod letter;
mod notify;
mod read;
mod store;

pub use letter::StepLetter;
pub use read::{Notification, list, mark_all_read, unread_count};

pub(super) use notify::{StepNotice, notify_step};
pub(super) use store::{delete_of_account, mark_conversation_read, record};
