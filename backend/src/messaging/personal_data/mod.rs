//! Personal data stored by this context: export for the person, erasure with the account.

mod erase;
mod export;
mod written;

pub use erase::DELETED_AUTHOR;
pub(crate) use erase::erase;
pub(crate) use export::{ExportedFile, export};
