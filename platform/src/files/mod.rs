//! File store: a local folder or an S3-compatible bucket. Files are streamed, never whole in memory.
//!
//! [`Files::begin`], [`Upload::write`] …, [`Upload::finish`]: the bytes are durable once `finish` returns. Commit a row
//! that refers to their key only afterwards. A key without a row is an orphan, to be deleted by a periodic job.

mod key;
mod local;
mod store;
mod text_scan;
mod upload;

pub use key::FileKey;
pub use store::{Content, FileEntry, Files};
pub use upload::{StoredFile, Upload, UploadError};
