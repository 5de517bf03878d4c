//! Interruptions of the co-owners: times during which they did not answer the portal, and what the portal knows now.
//!
//! Owns `co_owner_interruption`. Each process observes its own calls (`platform::co_owners::Observation`) and writes only when a
//! co-owner stops or resumes answering; the database keeps one interruption at a time, whatever the number of processes.

mod read;
mod record;

pub use read::{Interruption, ServiceState, history, states};
pub use record::{HISTORY_DAYS, probe, purge, record};
