//! ZIP archives that a worker builds at a person's request, in the background: one at a time of each kind and company,
//! downloaded for seven days.
//!
//! The contexts above say what a kind contains ([`ArchiveKind`]) and check the rights at each download. Owns `archive`.

mod kind;
mod purge;
mod queue;
mod request;
mod state;
mod store;
mod writer;

pub use kind::{ArchiveKind, Order};
pub use queue::ArchiveQueue;
pub use state::{Archive, Progress};
pub use writer::{ArchiveWriter, WrittenEntry};

pub(crate) use purge::purge;
pub(crate) use request::request;
pub(crate) use state::find;
pub(crate) use store::{files_of_account, is_file_used};
pub(crate) use writer::entry_name;
