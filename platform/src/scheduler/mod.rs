//! Periodic jobs, shared by the instances of the portal.
//!
//! A job is leased in the table `periodic_job`, which this module owns, runs concurrently with at most three others,
//! and is due again after its period; after a failure, or if its process dies, much earlier. [`statuses`] reports the
//! last runs.

mod job;
mod runner;
mod store;

pub use job::{Job, JobRun};
pub use runner::{CONCURRENT_JOBS, LEASE, Scheduler};
pub use store::{JobStatus, statuses};
