//! Text messages: written to an outbox in the transaction that causes them, delivered by a worker to an HTTP gateway
//! (`docs/api/passerelle-sms.json`), any provider's by configuration.
//!
//! Once delivered, or once worth nothing any more, the text is erased: it may hold a code.

mod delivery;
mod gateway;
mod outbox;

pub use delivery::deliver_due;
pub use gateway::Gateway;
pub(crate) use outbox::{Message, enqueue, purge};
