use domain::rights::Action;
use platform::Error;

use super::store::{self, StoredUpload};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::UploadId,
    messaging::attachments::{access, target::Target},
};

/// How far an upload has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadProgress {
    pub id: UploadId,
    /// Number of first bytes that are durable: the next piece begins there.
    pub received: u64,
    /// The file is attached.
    pub finished: bool,
}

impl UploadProgress {
    pub(super) fn of(upload: &StoredUpload) -> Self {
        let (id, received) = (upload.id, upload.received.unsigned_abs());
        UploadProgress { id, received, finished: upload.finished_at.is_some() }
    }
}

/// Returns how far an upload of the visitor has come.
///
/// # Errors
/// [`Error::NotFound`] if its draft is not the visitor's or another one sends it to a case, and once it was cancelled, replaced or purged.
pub async fn upload_progress(
    portal: &Portal,
    session: &Session,
    id: UploadId,
) -> Result<UploadProgress, Error> {
    Ok(UploadProgress::of(&owned(portal, session, id).await?))
}

/// Returns an upload of the visitor, who currently has the right to add the file.
///
/// # Errors
/// As [`upload_progress`].
pub(super) async fn owned(portal: &Portal, session: &Session, id: UploadId) -> Result<StoredUpload, Error> {
    let upload = store::find(&portal.db, id).await?.ok_or(Error::NotFound)?;
    let target = upload.target()?;
    if upload.sender != target.sender(session) {
        return Err(Error::NotFound);
    }
    if target.adviser().is_some() {
        session.staff_allowed(&Action::AnswerCases)?;
    }
    access::check(portal, session, target, &upload.slot).await?;
    Ok(upload)
}

/// Returns what the file of an upload is added to. The caller checks the rights.
pub async fn target_of_upload(portal: &Portal, id: UploadId) -> Result<Option<Target>, Error> {
    store::find(&portal.db, id).await?.map(|upload| upload.target()).transpose()
}
