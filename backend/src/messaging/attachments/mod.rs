//! Attachments: upload, antivirus scan, download. A file belongs to a draft until it is sent, then to its message.
//!
//! Owns `attachment`, and in [`resumable`] the uploads in pieces.

mod attachment;
mod checks;
mod content;
mod download;
mod field;
mod place;
mod purge;
mod remove;
mod resumable;
mod scan;
mod store;
mod upload;

pub use attachment::{Attachment, Scan, Sha256Hex};
pub use download::{Download, open_attachment};
pub use remove::remove_attachment;
pub use resumable::{
    NewUpload, PiecePermit, UploadProgress, begin_in_pieces, begin_piece, cancel_upload, draft_of_upload,
    finish_in_pieces, finish_piece, purge_uploads, upload_progress,
};
pub use scan::scan_pending;
pub use store::is_file_used;
pub use upload::{UploadPermit, abandon_upload, begin_upload, finish_upload};

pub(crate) use attachment::attachment_columns;
pub use place::{AttachmentPlace, place_of};
pub(super) use purge::purge_each;
pub(crate) use store::discard as discard_file;
pub(super) use store::{
    delete_of_conversation, delete_of_draft, discard_all, move_to_message, of_conversation, of_draft,
    of_draft_tx, stored_bytes, stored_bytes_tx,
};
