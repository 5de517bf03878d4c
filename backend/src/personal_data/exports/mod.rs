//! Copies of personal data: requested by their owner, built by the worker of archives.

mod content;
mod download;
mod kind;
mod request;

pub use download::{ExportFile, open_export};
pub use kind::{DataCopy, ExportQueue};
pub use request::{export, request_export};
