use platform::Error;

use super::{access, store, target::Target};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AttachmentId, DraftId},
};

/// Removes a file from a draft. Idempotent.
///
/// # Errors
/// [`Error::NotFound`] if the draft is not the visitor's.
pub async fn remove_attachment(
    portal: &Portal,
    session: &Session,
    draft: DraftId,
    attachment: AttachmentId,
) -> Result<(), Error> {
    let target = Target::Draft(draft);
    access::check(portal, session, target, "").await?;
    discard_unsent(portal, target, attachment).await
}

/// Like [`remove_attachment`], for a target whose rights the caller has checked.
pub(crate) async fn discard_unsent(portal: &Portal, target: Target, id: AttachmentId) -> Result<(), Error> {
    if let Some(key) = store::delete_from(portal, target, id).await? {
        store::discard(portal, &key).await;
    }
    Ok(())
}
