//! Mails: written to an outbox in the transaction that causes them, delivered by SMTP.
//!
//! Owns the table `outbox`. A letter is a struct with two templates, `templates/mail/<name>.txt` and `.html`, declared
//! with [`letter!`](crate::letter); the templates access it as `letter`. Links come from [`crate::Platform::link`]
//! only. The bodies are erased once delivered: they may hold a link that gives access to an account.

mod delivery;
mod letter;
mod outbox;
mod smtp;

pub use delivery::MailQueue;
pub use letter::Letter;
pub use outbox::{DeadMail, dead_letters, delete_for_recipient, enqueue, purge, retry};
pub use smtp::Mailer;
