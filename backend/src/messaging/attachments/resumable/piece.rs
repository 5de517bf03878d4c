use domain::{
    attachment::{MAX_PIECE, MIN_PIECE},
    problem::Problem,
};

use platform::{Error, files::StoredFile};

use super::{progress::owned, store, store::StoredUpload};

use crate::{
    Portal, accounts::sessions::Session, id::UploadId, messaging::attachments::store::discard_refused,
};

/// Permission to receive the next piece of an upload.
pub struct PiecePermit {
    upload: StoredUpload,
    /// Number of bytes after which the piece must be cut.
    pub max_bytes: u64,
}

impl PiecePermit {
    /// Name of the file.
    pub fn name(&self) -> &str {
        &self.upload.name
    }

    /// Returns the refusal of a piece that is not as it was sent, or whose size is not allowed.
    pub fn refusal(&self) -> Error {
        self.upload.refusal(|name| Problem::PieceRefused { name })
    }
}

/// Checks that an upload continues at the offset `start`, before the piece is received.
///
/// # Errors
/// As [`upload_progress`](super::upload_progress); [`Problem::PieceOutOfOrder`] with the right offset;
/// [`Problem::UploadEnded`].
pub async fn begin_piece(
    portal: &Portal,
    session: &Session,
    id: UploadId,
    start: u64,
) -> Result<PiecePermit, Error> {
    let upload = owned(portal, session, id).await?;
    upload.check_open()?;
    if upload.received.unsigned_abs() != start {
        return Err(upload.out_of_order());
    }
    let max_bytes = (upload.size - upload.received).unsigned_abs().min(MAX_PIECE);
    Ok(PiecePermit { upload, max_bytes })
}

/// Acknowledges a piece that is durable. Returns the offset of the next one. Deletes the file of a refused piece: the
/// caller has nothing to clean up.
///
/// # Errors
/// [`Problem::PieceRefused`] if its SHA-256 is not `sha256`, or if it is too short; as [`begin_piece`] if another request
/// was faster.
pub async fn finish_piece(
    portal: &Portal,
    permit: PiecePermit,
    sha256: [u8; 32],
    stored: StoredFile,
) -> Result<u64, Error> {
    let acknowledged = acknowledge(portal, &permit, sha256, &stored).await;
    if let Err(error) = &acknowledged {
        discard_refused(portal, &stored.key, error).await;
    }
    acknowledged
}

async fn acknowledge(
    portal: &Portal,
    permit: &PiecePermit,
    sha256: [u8; 32],
    stored: &StoredFile,
) -> Result<u64, Error> {
    let upload = &permit.upload;
    let start = upload.received;
    let end = start + i64::try_from(stored.size).map_err(anyhow::Error::from)?;
    let is_long_enough = stored.size >= MIN_PIECE || (end == upload.size && stored.size > 0);
    if stored.sha256 != sha256 || !is_long_enough {
        return Err(permit.refusal());
    }
    let mut tx = portal.db.begin().await?;
    if store::insert_piece(&mut tx, upload.id, (start, end), &stored.key, portal.clock.now()).await? {
        tx.commit().await?;
        return Ok(end.unsigned_abs());
    }
    drop(tx);
    let now = store::find(&portal.db, upload.id).await?.ok_or(Error::NotFound)?;
    now.check_open()?;
    Err(now.out_of_order())
}
