//! Copies of personal data: requested by their owner, built by a worker, downloaded for seven days. Owns `data_export`.

mod archive;
mod build;
mod content;
mod download;
mod request;
mod state;
mod storage;

pub use build::ExportQueue;
pub use download::{ExportFile, open_export};
pub use request::request_export;
pub use state::{Export, Progress, export};
pub(super) use storage::file_of;
pub(crate) use storage::{is_file_used, purge};
