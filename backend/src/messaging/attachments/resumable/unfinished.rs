use platform::Error;

use super::store::{self, StoredUpload};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::UploadId,
    messaging::attachments::{attachment::Attachment, target::Target},
};

/// A file of which only a part was received: its sender may choose it again to continue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedUpload {
    pub id: UploadId,
    /// Name of the motif's file field; empty for the other documents.
    pub slot: String,
    pub name: String,
    /// Sizes in bytes.
    pub received: u64,
    pub size: u64,
}

impl From<StoredUpload> for UnfinishedUpload {
    fn from(upload: StoredUpload) -> Self {
        let (received, size) = (upload.received.unsigned_abs(), upload.size.unsigned_abs());
        UnfinishedUpload { id: upload.id, slot: upload.slot, name: upload.name, received, size }
    }
}

/// Returns the files of the visitor that were received in part, in the order in which they were begun. Leaves out those
/// that were sent again in one request meanwhile: they are among the `attached`. The caller checks the rights.
pub async fn unfinished_uploads(
    portal: &Portal,
    session: &Session,
    target: Target,
    attached: &[Attachment],
) -> Result<Vec<UnfinishedUpload>, Error> {
    let is_attached = |upload: &StoredUpload| {
        attached.iter().any(|file| file.name == upload.name && file.size == upload.size)
    };
    let mut uploads = store::open_of(&portal.db, target.id()).await?;
    uploads.retain(|upload| upload.sender == target.sender(session) && !is_attached(upload));
    Ok(uploads.into_iter().map(UnfinishedUpload::from).collect())
}
