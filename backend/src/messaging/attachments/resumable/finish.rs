use anyhow::anyhow;
use domain::problem::Problem;
use futures::TryStreamExt;

use platform::{
    Error,
    files::{FileKey, StoredFile, UploadError},
};

use super::{
    progress::owned,
    store::{self, StoredUpload},
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::UploadId,
    messaging::attachments::{
        Attachment, discard_all,
        upload::{ReceivedFile, attach_received},
    },
};

/// Attaches a file whose pieces are all acknowledged, like a file received in one request. A file that is refused ends
/// the upload.
///
/// # Errors
/// As [`finish_upload`](super::super::finish_upload); [`Problem::PieceOutOfOrder`] with the offset of the missing piece;
/// [`Problem::UploadEnded`] if it is attached already.
pub async fn finish_in_pieces(portal: &Portal, session: &Session, id: UploadId) -> Result<Attachment, Error> {
    let upload = owned(portal, session, id).await?;
    upload.check_open()?;
    if upload.received < upload.size {
        return Err(upload.out_of_order());
    }
    match attach(portal, session, &upload).await {
        Ok(attachment) => Ok(attachment),
        Err(error) => {
            // Another request may have ended the upload meanwhile: its pieces are gone, or the draft is full.
            owned(portal, session, id).await?.check_open()?;
            if is_refusal_of_file(&error) {
                delete(portal, id).await?;
            }
            Err(error)
        }
    }
}

async fn attach(portal: &Portal, session: &Session, upload: &StoredUpload) -> Result<Attachment, Error> {
    let pieces = store::pieces(&portal.db, upload.id).await?;
    let received = ReceivedFile {
        target: upload.target()?,
        slot: &upload.slot,
        name: &upload.name,
        stored: assemble(portal, &pieces, upload.size.unsigned_abs()).await?,
        upload: Some(upload.id),
    };
    attach_received(portal, session, received).await
}

/// Returns `true` if the file itself is refused: another attempt would be, too.
fn is_refusal_of_file(error: &Error) -> bool {
    let Error::Invalid(problems) = error else { return false };
    !problems.iter().any(|found| matches!(found.problem, Problem::UploadEnded { .. }))
}

/// Writes the pieces into one file of this size.
async fn assemble(portal: &Portal, pieces: &[FileKey], size: u64) -> Result<StoredFile, Error> {
    let mut upload = portal.files.begin(size).await?;
    for key in pieces {
        let mut content = portal.files.open(key).await?.stream;
        while let Some(chunk) = content.try_next().await? {
            match upload.write(&chunk).await {
                Ok(()) => {}
                Err(error @ UploadError::TooLarge { .. }) => {
                    upload.abort().await;
                    return Err(error.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    let stored = upload.finish().await?;
    if stored.size == size {
        return Ok(stored);
    }
    discard_all(portal, &[stored.key]).await;
    Err(anyhow!("{} pieces do not make up a file of {size} bytes", pieces.len()).into())
}

async fn delete(portal: &Portal, id: UploadId) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    let keys = store::delete_open(&mut tx, id).await?;
    tx.commit().await?;
    discard_all(portal, &keys).await;
    Ok(())
}
