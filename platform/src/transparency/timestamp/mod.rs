//! Timestamps of checkpoints (RFC 3161): an authority outside the portal signs the date at which it has seen one.
//!
//! Optional, by configuration. A job requests one a day, checks it and stores it with its checkpoint; proofs then prefer
//! a checkpoint that has one. See `docs/adr/0038`. Owns `log_timestamp`.

mod authority;
mod der;
mod job;
mod query;
mod reply;
mod signature;
mod store;

pub use authority::{TimestampAuthority, read_certificates};
pub use job::timestamp_checkpoint;
pub use reply::{Stamp, TimestampError, verify};
pub use store::{StampedCheckpoint, stamped_checkpoint};

pub(super) use store::stamped_note_covering;
