//! Upload of a file to a draft: limits are checked before the first byte, everything else once it is durable.

use domain::{
    attachment::{MAX_BYTES, MAX_FILES},
    problem::Problem,
};
use sqlx::types::Json;

use platform::{Error, files::StoredFile};

use super::{
    attachment::{Attachment, Scan},
    checks,
    scan::scan_upload,
    store,
};

use crate::{
    Portal,
    accounts::sessions::{self, Session},
    id::{AttachmentId, DraftId},
    messaging::drafts::{self, OwnedDraft},
};

/// Permission to upload one file to a slot of a draft.
#[derive(Clone, Debug)]
pub struct UploadPermit {
    /// Number of bytes after which the upload must be cut.
    pub max_bytes: u64,
    pub draft: DraftId,
    pub slot: String,
}

/// Form field of the problems of a file without slot.
const FILE_FIELD: &str = "fichier";

/// Checks that a slot of a draft accepts a file, before it is received.
///
/// # Errors
/// [`Error::NotFound`] if the draft is not the visitor's or has no such slot; [`Error::Invalid`] if it is full, or if the
/// account stores the maximum.
pub async fn begin_upload(
    portal: &Portal,
    session: &Session,
    draft: DraftId,
    slot: &str,
) -> Result<UploadPermit, Error> {
    let owned = drafts::owned(portal, session, draft).await?;
    check_slot(&owned, slot)?;
    if store::of_draft(&portal.db, draft).await?.len() >= MAX_FILES {
        return Err(Error::invalid(field_of(slot), Problem::TooManyFiles { max: MAX_FILES }));
    }
    drafts::check_room(portal, session, field_of(slot)).await?;
    Ok(UploadPermit { max_bytes: MAX_BYTES, draft, slot: slot.to_owned() })
}

/// Attaches a file that is durable. Deletes it if it is refused: the caller has nothing to clean up.
///
/// # Errors
/// As [`begin_upload`]: session and rights are checked again, because an upload takes time; [`Error::Invalid`] for a
/// name, type or content that is refused.
pub async fn finish_upload(
    portal: &Portal,
    session: &Session,
    draft: DraftId,
    slot: &str,
    file_name: &str,
    stored: StoredFile,
) -> Result<Attachment, Error> {
    match attach(portal, session, draft, slot, file_name, &stored).await {
        Ok(attachment) => scan_upload(portal, field_of(slot), attachment).await,
        Err(error) => {
            // After a failed commit the row may or may not exist: the sweep of orphans decides later.
            if !matches!(error, Error::Busy { .. } | Error::Unexpected(_)) {
                store::discard(portal, &stored.key).await;
            }
            Err(error)
        }
    }
}

/// Deletes a file whose upload failed.
pub async fn abandon_upload(portal: &Portal, stored: StoredFile) {
    store::discard(portal, &stored.key).await;
}

async fn attach(
    portal: &Portal,
    session: &Session,
    draft: DraftId,
    slot: &str,
    file_name: &str,
    stored: &StoredFile,
) -> Result<Attachment, Error> {
    // The session may have been closed during the upload.
    if !sessions::is_still_active(portal, session.id).await? {
        return Err(Error::NotFound);
    }
    let owned = drafts::owned(portal, session, draft).await?;
    check_slot(&owned, slot)?;
    let (name, media_type) = checks::check(portal, file_name, stored)
        .await?
        .map_err(|problem| Error::invalid(field_of(slot), problem))?;
    let scan = if portal.config.scanner.is_some() { Scan::Pending } else { Scan::None };
    let attachment = Attachment {
        id: AttachmentId::generate(),
        slot: slot.to_owned(),
        name,
        size: i64::try_from(stored.size).map_err(anyhow::Error::from)?,
        sha256: stored.sha256.to_vec().into(),
        media_type: media_type.to_owned(),
        scan,
        created_at: portal.clock.now(),
        message: None,
        rank: 0,
        storage_key: stored.key.clone(),
    };
    insert(portal, session, draft, &attachment, stored).await?;
    Ok(attachment)
}

async fn insert(
    portal: &Portal,
    session: &Session,
    draft: DraftId,
    file: &Attachment,
    stored: &StoredFile,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    drafts::check_size(&mut tx, portal, session, stored.size, field_of(&file.slot)).await?;
    drafts::lock(&mut tx, draft, file.created_at).await?;
    if store::of_draft_tx(&mut tx, draft).await?.len() >= MAX_FILES {
        return Err(Error::invalid(field_of(&file.slot), Problem::TooManyFiles { max: MAX_FILES }));
    }
    store::insert(&mut tx, draft, file, stored).await?;
    Ok(tx.commit().await?)
}

fn check_slot(draft: &OwnedDraft, slot: &str) -> Result<(), Error> {
    let exists = slot.is_empty()
        || draft
            .definition
            .as_ref()
            .is_some_and(|Json(motif)| motif.form.file_slots().any(|field| field.name == slot));
    if exists { Ok(()) } else { Err(Error::NotFound) }
}

fn field_of(slot: &str) -> &str {
    if slot.is_empty() { FILE_FIELD } else { slot }
}
