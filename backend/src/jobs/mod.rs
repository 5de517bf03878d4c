//! Background work: queues to deliver, requests to process, periodic jobs.
//!
//! Every instance of the portal runs all of it; a row or a job is leased by one of them. Owns no table.

mod orphans;
mod periodic;
mod workers;

pub use orphans::sweep as sweep_orphans;
pub use periodic::run_due;
pub(crate) use workers::spawn;
