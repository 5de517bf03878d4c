//! Attachments: upload, antivirus scan, download. A file belongs to a draft until it is sent, then to its message; or to a
//! case of the assistance, whose context checks the rights; or to a shared document, then to its version ([`Target`]).
//!
//! Owns `attachment`, and in [`resumable`] the uploads in pieces.

mod access;
mod attachment;
mod checks;
mod content;
mod download;
mod field;
mod place;
mod purge;
mod remove;
mod resumable;
mod room;
mod scan;
mod store;
mod target;
mod upload;

pub use attachment::{Attachment, Scan, Sha256Hex};
pub use download::{Download, open_attachment};
pub(crate) use remove::discard_unsent;
pub use remove::remove_attachment;
pub use resumable::{
    NewUpload, PiecePermit, UnfinishedUpload, UploadProgress, begin_in_pieces, begin_piece, cancel_upload,
    finish_in_pieces, finish_piece, purge_uploads, target_of_upload, unfinished_uploads, upload_progress,
};
pub use scan::scan_pending;
pub use store::is_file_used;
pub use target::{CaseWriter, Target};
pub use upload::{UploadPermit, abandon_upload, begin_upload, finish_upload};

pub(crate) use attachment::attachment_columns;
pub(crate) use download::{open_case_file, open_version_file};
pub use place::{AttachmentPlace, place_of};
pub(crate) use purge::{purge_each, purge_unsent_of_cases};
pub(crate) use store::{
    delete_of_case, delete_of_document, discard as discard_file, move_to_entry, move_to_version, of_case,
    unsent,
};
pub(super) use store::{
    delete_of_conversation, delete_of_draft, discard_all, move_to_message, of_conversation, unsent_tx,
};
