//! Upload of a file to a draft, a case or a document: limits are checked before the first byte, everything else once it is durable.

use domain::{attachment::MAX_BYTES, problem::Problem};

use platform::{Error, files::StoredFile};

use super::{
    access,
    attachment::{Attachment, Scan},
    checks,
    field::field_of,
    resumable, room,
    scan::scan_upload,
    store,
    target::Target,
};

use crate::{
    Portal,
    accounts::sessions::{self, Session},
    id::{AttachmentId, UploadId},
};

/// Permission to upload one file.
#[derive(Clone, Debug)]
pub struct UploadPermit {
    /// Number of bytes after which the upload must be cut.
    pub max_bytes: u64,
}

/// A durable file, and what it is meant for.
pub(super) struct ReceivedFile<'a> {
    pub target: Target,
    pub slot: &'a str,
    /// As the sender wrote it.
    pub name: &'a str,
    pub stored: StoredFile,
    /// The upload of its pieces, whose size counts already in what the account stores.
    pub upload: Option<UploadId>,
}

/// Checks that a slot of a draft, a case or a document accepts a file, before it is received.
///
/// # Errors
/// [`Error::NotFound`] if the draft is not the visitor's or has no such slot; [`Error::Invalid`] if it is full, or if the
/// account or the case stores the maximum.
pub async fn begin_upload(
    portal: &Portal,
    session: &Session,
    target: impl Into<Target>,
    slot: &str,
) -> Result<UploadPermit, Error> {
    let target = target.into();
    access::check(portal, session, target, slot).await?;
    let max = target.max_files();
    if store::unsent(&portal.db, target).await?.len() >= max {
        return Err(Error::invalid(field_of(slot), Problem::TooManyFiles { max }));
    }
    room::check(portal, session, target, field_of(slot)).await?;
    Ok(UploadPermit { max_bytes: MAX_BYTES })
}

/// Attaches a file that is durable. Deletes it if it is refused: the caller has nothing to clean up.
///
/// # Errors
/// As [`begin_upload`]: session and rights are checked again, because an upload takes time; [`Error::Invalid`] for a
/// name, type or content that is refused.
pub async fn finish_upload(
    portal: &Portal,
    session: &Session,
    target: impl Into<Target>,
    slot: &str,
    file_name: &str,
    stored: StoredFile,
) -> Result<Attachment, Error> {
    let received = ReceivedFile { target: target.into(), slot, name: file_name, stored, upload: None };
    attach_received(portal, session, received).await
}

/// Like [`finish_upload`], and ends the upload of the pieces of the file.
///
/// # Errors
/// Also [`Problem::UploadEnded`] if that upload had ended before.
pub(super) async fn attach_received(
    portal: &Portal,
    session: &Session,
    received: ReceivedFile<'_>,
) -> Result<Attachment, Error> {
    match attach(portal, session, &received).await {
        Ok(attachment) => scan_upload(portal, field_of(received.slot), attachment).await,
        Err(error) => {
            store::discard_refused(portal, &received.stored.key, &error).await;
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
    received: &ReceivedFile<'_>,
) -> Result<Attachment, Error> {
    let ReceivedFile { target, slot, stored, .. } = received;
    // The session may have been closed during the upload.
    if !sessions::is_still_active(portal, session.id).await? {
        return Err(Error::NotFound);
    }
    access::check(portal, session, *target, slot).await?;
    let (name, media_type) = checks::check(portal, received.name, stored)
        .await?
        .map_err(|problem| Error::invalid(field_of(slot), problem))?;
    let scan = if portal.config.scanner.is_some() { Scan::Pending } else { Scan::None };
    let attachment = Attachment {
        id: AttachmentId::generate(),
        slot: (*slot).to_owned(),
        name,
        size: i64::try_from(stored.size).map_err(anyhow::Error::from)?,
        sha256: stored.sha256.to_vec().into(),
        media_type: media_type.to_owned(),
        scan,
        created_at: portal.clock.now(),
        message: None,
        entry: None,
        rank: 0,
        storage_key: stored.key.clone(),
    };
    insert(portal, session, &attachment, received).await?;
    Ok(attachment)
}

async fn insert(
    portal: &Portal,
    session: &Session,
    file: &Attachment,
    received: &ReceivedFile<'_>,
) -> Result<(), Error> {
    let (field, now) = (field_of(received.slot), file.created_at);
    let added = if received.upload.is_some() { 0 } else { received.stored.size };
    let mut tx = portal.db.begin().await?;
    room::reserve(&mut tx, portal, session, received.target, (added, field)).await?;
    let max = received.target.max_files();
    if store::unsent_tx(&mut tx, received.target).await?.len() >= max {
        return Err(Error::invalid(field, Problem::TooManyFiles { max }));
    }
    let pieces = match received.upload {
        Some(upload) => resumable::store::end(&mut tx, upload, now)
            .await?
            .ok_or_else(|| Error::invalid(field, Problem::UploadEnded { name: file.name.clone() }))?,
        None => Vec::new(),
    };
    store::insert(&mut tx, received.target, file, &received.stored).await?;
    tx.commit().await?;
    store::discard_all(portal, &pieces).await;
    Ok(())
}
