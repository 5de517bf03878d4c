//! Files received in pieces, each acknowledged once it is durable: an upload continues after a cut connection, in another
//! process or after a restart (docs/adr/0035). A finished one is attached like a file received in one request.
//!
//! Owns `upload` and `upload_piece`.

mod begin;
mod cancel;
mod finish;
mod piece;
mod progress;
mod purge;
pub(super) mod store;
mod unfinished;

pub use begin::{NewUpload, begin_in_pieces};
pub use cancel::cancel_upload;
pub use finish::finish_in_pieces;
pub use piece::{PiecePermit, begin_piece, finish_piece};
pub use progress::{UploadProgress, target_of_upload, upload_progress};
pub use purge::purge_uploads;
pub use unfinished::{UnfinishedUpload, unfinished_uploads};
