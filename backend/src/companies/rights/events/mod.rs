//! Changes of rights pushed by a co-owner (004: they apply in real time). Contract: `docs/api/portail.json`.
//!
//! An event carries the version it made and the one it changed: a late event is known by its number, a missed one by the
//! version gap, and the rights are then fetched again. Fetched and pushed rights share one sequence of versions. Owns
//! `rights_event`.

mod log;
mod outcome;
mod receive;

pub(crate) use log::purge;
pub use outcome::{EventOutcome, EventRefusal};
pub use receive::receive_event;
