//! Text messages: written to an outbox in the transaction that causes them, delivered to an HTTP gateway
//! (`docs/api/passerelle-sms.json`).
//!
//! Owns the table `sms_outbox`. A text is erased once delivered or expired: it may hold a code.

mod delivery;
mod gateway;
mod outbox;

pub use delivery::SmsQueue;
pub use gateway::Gateway;
pub use outbox::{Message, delete_for_recipient, enqueue, expired, purge, withdraw};
