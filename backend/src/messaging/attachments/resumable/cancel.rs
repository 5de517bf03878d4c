use platform::Error;

use super::{progress::owned, store};

use crate::{Portal, accounts::sessions::Session, id::UploadId, messaging::attachments::discard_all};

/// Ends an upload that its sender gives up, and deletes its pieces.
///
/// # Errors
/// As [`upload_progress`](super::upload_progress); [`UploadEnded`](domain::problem::Problem::UploadEnded) if the file is
/// attached.
pub async fn cancel_upload(portal: &Portal, session: &Session, id: UploadId) -> Result<(), Error> {
    owned(portal, session, id).await?.check_open()?;
    let mut tx = portal.db.begin().await?;
    let keys = store::delete_open(&mut tx, id).await?;
    tx.commit().await?;
    discard_all(portal, &keys).await;
    Ok(())
}
