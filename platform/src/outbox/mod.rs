//! Outboxes: rows written in the transaction that causes them and delivered afterwards by a worker, at least once.
//!
//! A [`Queue`] describes one table and one attempt; [`run`] leases due rows, attempts them concurrently, retries after
//! growing delays and makes dead letters. Owns no table: each queue's module does (`docs/adr/0018`).

mod delay;
mod queue;
mod store;
mod worker;

pub use delay::delay;
pub use queue::{DeadReason, Failure, Filter, Leased, Limit, Queue};
pub use worker::{POLL_INTERVAL, deliver_due, run, wait_for_work};
