use platform::Error;

use super::{owned::owned, store};

use crate::{Portal, accounts::sessions::Session, id::DraftId, messaging::attachments};

/// Deletes a draft and its files.
///
/// # Errors
/// As [`draft`](super::draft()), but a follow-up or an answer can be deleted too.
pub async fn delete_draft(portal: &Portal, session: &Session, id: DraftId) -> Result<(), Error> {
    owned(portal, session, id).await?;
    let mut tx = portal.db.begin().await?;
    let keys = store::delete(&mut tx, id).await?;
    tx.commit().await?;
    attachments::discard_all(portal, &keys).await;
    Ok(())
}
