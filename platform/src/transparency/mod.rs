//! Transparency log: an append-only list of hashes, whose signed checkpoints show that nothing in it was changed since.
//!
//! An entry is a salted text of which the log stores the hash only (RFC 6962), in the transaction of what it attests.
//! A job signs a checkpoint (C2SP `tlog-checkpoint`) when there are new entries; a proof (C2SP `tlog-proof`) shows with
//! the server off that a checkpoint covers an entry. Another job computes every hash again, and another one has a
//! checkpoint timestamped each day, if an authority is configured. See `docs/adr/0032`.
//!
//! Owns `log_counter`, `log_entry`, `log_node` and `log_checkpoint`.

mod audit;
mod checkpoint;
mod entry;
mod keys;
mod lookup;
pub mod merkle;
mod note;
mod proof;
mod store;
mod timestamp;

pub use audit::audit;
pub use checkpoint::{last_note, proof, sign_checkpoint};
pub use entry::{Entry, Fingerprint, Salt};
pub use keys::LogKeys;
pub use lookup::{Record, Verdict, find, record};
pub use note::{Checkpoint, VerifyingKey};
pub use proof::{Proof, ProofError, Proven};
pub use store::append;
pub use timestamp::{
    Stamp, StampedCheckpoint, TimestampAuthority, TimestampError, read_certificates, stamped_checkpoint,
    timestamp_checkpoint, verify as verify_timestamp,
};
