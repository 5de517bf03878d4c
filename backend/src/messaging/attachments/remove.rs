use platform::Error;

use super::store;

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AttachmentId, DraftId},
    messaging::drafts,
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
    drafts::owned(portal, session, draft).await?;
    if let Some(key) = store::delete_from_draft(portal, draft, attachment).await? {
        store::discard(portal, &key).await;
    }
    Ok(())
}
