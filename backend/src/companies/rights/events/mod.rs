//! Changes of rights pushed by a co-owner (004: they apply in real time). Contract: `docs/api/portail.json`.
//!
//! An event carries the versions before and after its change: a late event is recognised by its number, a missed one by
//! the version gap, after which the rights are fetched again. Fetched and pushed rights share one sequence of versions.
//! Owns `rights_event`.

mod log;
mod outcome;
mod receive;

pub(crate) use log::purge;
pub use outcome::EventOutcome;
pub use receive::receive_event;
