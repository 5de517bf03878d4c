use domain::{
    attachment::{MAX_FILES, check_name_and_size, clean_name},
    problem::Problem,
};

use platform::Error;

use super::{
    progress::UploadProgress,
    store::{self, StoredUpload},
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{SenderId, UploadId},
    messaging::attachments::{Target, begin_upload, discard_all, field::field_of, room},
};

/// Uploads remembered for each draft, case or document, finished ones included: those of a whole message, and as many tried again.
const MAX_UPLOADS: i64 = 2 * MAX_FILES as i64;

/// A file as its sender announces it.
#[derive(Clone, Copy, Debug)]
pub struct NewUpload<'a> {
    pub target: Target,
    /// Name of the motif's file field; empty for the other documents.
    pub slot: &'a str,
    pub name: &'a str,
    /// Size in bytes.
    pub size: u64,
    /// Last modification in milliseconds since 1970; `None` if unknown.
    pub modified: Option<i64>,
}

impl NewUpload<'_> {
    /// Returns `true` for the file of an upload that was begun before. Browsers show pages no content of a file that they
    /// did not choose again: name, size and last modification are what identifies it.
    fn continues(&self, begun: &StoredUpload, sender: Option<SenderId>) -> bool {
        let same_file = begun.name == self.name && begun.size.unsigned_abs() == self.size;
        same_file && begun.modified == self.modified && begun.slot == self.slot && begun.sender == sender
    }
}

/// Begins the upload of a file in pieces, or returns the one of this file that was begun and not finished. Its size counts
/// in what the account stores from now on. The upload of the target that was used least recently ends if there are too many.
///
/// # Errors
/// As [`begin_upload`]; [`Error::Invalid`] for a name or size that is refused, and if the account has no room.
pub async fn begin_in_pieces(
    portal: &Portal,
    session: &Session,
    new: NewUpload<'_>,
) -> Result<UploadProgress, Error> {
    let (target, field) = (new.target, field_of(new.slot));
    begin_upload(portal, session, target, new.slot).await?;
    let sender = target.sender(session);
    let name = checked_name(new).map_err(|problem| Error::invalid(field, problem))?;
    let new = NewUpload { name: &name, ..new };
    // A file without a date of modification cannot be recognised.
    let begun = match new.modified {
        Some(_) => store::open_of(&portal.db, target.id()).await?,
        None => Vec::new(),
    };
    if let Some(begun) = begun.iter().find(|begun| new.continues(begun, sender)) {
        return Ok(UploadProgress::of(begun));
    }
    let upload = StoredUpload {
        id: UploadId::generate(),
        draft: target.draft(),
        support_case: target.case(),
        account_id: None,
        adviser: target.adviser(),
        shared_document: target.document(),
        sender,
        slot: new.slot.to_owned(),
        name: name.clone(),
        size: i64::try_from(new.size).map_err(anyhow::Error::from)?,
        modified: new.modified,
        received: 0,
        finished_at: None,
    };
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    room::reserve(&mut tx, portal, session, target, (new.size, field)).await?;
    let replaced = store::delete_of(&mut tx, target.id(), MAX_UPLOADS - 1).await?;
    store::insert(&mut tx, &upload, now).await?;
    tx.commit().await?;
    discard_all(portal, &replaced).await;
    Ok(UploadProgress::of(&upload))
}

fn checked_name(new: NewUpload<'_>) -> Result<String, Problem> {
    let name = clean_name(new.name).ok_or(Problem::FileName)?;
    check_name_and_size(&name, new.size)?;
    Ok(name)
}
