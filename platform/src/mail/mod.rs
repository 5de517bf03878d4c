//! Mails: written to an outbox in the transaction that causes them, delivered by SMTP.
//!
//! Owns the table `outbox`. A letter is a struct with two templates, `templates/mail/<name>.txt` and `.html`, declared
//! with [`letter!`](crate::letter); the templates access it as `letter`. Links come from [`crate::Platform::link`]
//! only. The bodies are erased once delivered or expired: they may hold a link that gives access to an account.

mod dead_letters;
mod delivery;
mod letter;
mod lifetime;
mod outbox;
mod sender;
mod smtp;

pub use dead_letters::{DeadMail, dead_letters, is_last_refused};
pub use delivery::MailQueue;
pub use letter::Letter;
pub use lifetime::Lifetime;
pub use outbox::{Counts, counts, delete_for_recipient, enqueue, enqueue_as, purge, retry, withdraw};
pub use smtp::Mailer;
