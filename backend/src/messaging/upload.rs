//! A file joins a draft: limits before the first byte, everything else once it is durable.

use domain::{
    attachment::{MAX_BYTES, MAX_FILES, check_name_and_size, clean_name, matches_type},
    problem::Problem,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal,
    files::{FileKey, Stored},
    on_tx,
    session::{self, Session},
};

use super::{
    archive::{self, Refusal},
    attachments::{self, Attachment, Scan},
    drafts::{self, OwnedDraft},
    scan::scanned,
};

/// The answer to « may this file come in? ».
#[derive(Clone, Debug)]
pub struct UploadGuard {
    /// Bytes after which the upload must be cut.
    pub max_bytes: u64,
    pub draft: Uuid,
    pub slot: String,
}

/// Form field that general problems of an upload are shown on.
const FILE_FIELD: &str = "fichier";

/// Says whether a file may come into a slot of a draft, before it is received.
///
/// # Errors
/// [`Error::NotFound`] when the draft is not the visitor's or has no such slot; [`Error::Invalid`] when it is full.
pub async fn begin_upload(
    portal: &Portal,
    session: &Session,
    draft: Uuid,
    slot: &str,
) -> Result<UploadGuard, Error> {
    let owned = drafts::owned(portal, session, draft).await?;
    check_slot(&owned, slot)?;
    if attachments::of_draft(&portal.db, draft).await?.len() >= MAX_FILES {
        return Err(Error::invalid(field_of(slot), Problem::TooManyFiles { max: MAX_FILES }));
    }
    Ok(UploadGuard { max_bytes: MAX_BYTES, draft, slot: slot.to_owned() })
}

/// Attaches a file that is durable by now. Whatever the answer, the caller has nothing left to clean up: a refused
/// file is deleted here.
///
/// # Errors
/// As [`begin_upload`], rights and session being read again: an upload lasts; [`Error::Invalid`] for a name, type or
/// content that may not be attached.
pub async fn finish_upload(
    portal: &Portal,
    session: &Session,
    draft: Uuid,
    slot: &str,
    file_name: &str,
    stored: Stored,
) -> Result<Attachment, Error> {
    let attached = attach(portal, session, draft, slot, file_name, &stored).await;
    match attached {
        Ok(attachment) => Ok(scanned(portal, field_of(slot), attachment).await?),
        Err(error) => {
            // After a failed commit nobody knows whether the row is there: the sweep decides later.
            if !matches!(error, Error::Busy { .. } | Error::Unexpected(_)) {
                attachments::discard(portal, &stored.key).await;
            }
            Err(error)
        }
    }
}

/// Frees a file whose upload came to nothing.
pub async fn abandon_upload(portal: &Portal, stored: Stored) {
    attachments::discard(portal, &stored.key).await;
}

async fn attach(
    portal: &Portal,
    session: &Session,
    draft: Uuid,
    slot: &str,
    file_name: &str,
    stored: &Stored,
) -> Result<Attachment, Error> {
    // Signing out wins over an upload in flight.
    if !session::is_open(portal, session.id).await? {
        return Err(Error::NotFound);
    }
    let owned = drafts::owned(portal, session, draft).await?;
    check_slot(&owned, slot)?;
    let (name, media_type) = accepted(portal, file_name, stored)
        .await?
        .map_err(|problem| Error::invalid(field_of(slot), problem))?;
    let scan = if portal.config.scanner.is_some() { Scan::Pending } else { Scan::None };
    let attachment = Attachment {
        id: Uuid::now_v7(),
        slot: slot.to_owned(),
        name,
        size: i64::try_from(stored.size).map_err(anyhow::Error::from)?,
        sha256: stored.sha256.to_vec().into(),
        media_type: media_type.to_owned(),
        scan,
        created_at: portal.clock.now(),
        message: None,
        storage_key: stored.key.clone(),
    };
    insert(portal, draft, &attachment, stored).await?;
    Ok(attachment)
}

async fn insert(portal: &Portal, draft: Uuid, file: &Attachment, stored: &Stored) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    drafts::lock(&mut tx, draft, file.created_at).await?;
    if attachments::of_draft_in(&mut tx, draft).await?.len() >= MAX_FILES {
        return Err(Error::invalid(field_of(&file.slot), Problem::TooManyFiles { max: MAX_FILES }));
    }
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO attachment (id, draft, slot, name, size, sha256, media_type, storage_key, scan, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(file.id)
        .bind(draft)
        .bind(&file.slot)
        .bind(&file.name)
        .bind(file.size)
        .bind(stored.sha256.as_slice())
        .bind(&file.media_type)
        .bind(&stored.key)
        .bind(file.scan.code())
        .bind(file.created_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    tx.commit().await?;
    Ok(())
}

fn check_slot(draft: &OwnedDraft, slot: &str) -> Result<(), Error> {
    let known = slot.is_empty()
        || draft
            .definition
            .as_ref()
            .is_some_and(|Json(motif)| motif.form.file_slots().any(|field| field.name == slot));
    if known { Ok(()) } else { Err(Error::NotFound) }
}

fn field_of(slot: &str) -> &str {
    if slot.is_empty() { FILE_FIELD } else { slot }
}

/// The clean name and the type it will be served as, or why the file is refused.
async fn accepted(
    portal: &Portal,
    file_name: &str,
    stored: &Stored,
) -> Result<Result<(String, &'static str), Problem>, Error> {
    let (name, declared) =
        match clean_name(file_name).map(|name| (check_name_and_size(&name, stored.size), name)) {
            Some((Ok(declared), name)) => (name, declared),
            Some((Err(problem), _)) => return Ok(Err(problem)),
            None => return Ok(Err(Problem::FileName)),
        };
    if !matches_type(declared, stored.sniffed()) || runs_in_a_browser(&stored.head) {
        return Ok(Err(Problem::FileTypeMismatch { name }));
    }
    let is_archive = stored.head.starts_with(b"PK\x03\x04") || stored.head.starts_with(b"PK\x05\x06");
    if is_archive && let Err(refusal) = inspect(portal, &stored.key, stored.size).await? {
        tracing::info!(?refusal, "an archive was refused");
        return Ok(Err(refused_archive(refusal, name)));
    }
    Ok(Ok((name, declared.mime)))
}

/// Markup that a browser would run, whatever the extension says: plain text has no signature to tell it by.
fn runs_in_a_browser(head: &[u8]) -> bool {
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
    let text: Vec<u8> =
        head[start.unwrap_or(head.len())..].iter().take(4096).map(u8::to_ascii_lowercase).collect();
    let holds = |needle: &str| text.windows(needle.len()).any(|window| window == needle.as_bytes());
    text.starts_with(b"<")
        && ["<html", "<!doctype html", "<svg", "<script", "<body", "<iframe"].into_iter().any(holds)
}

async fn inspect(portal: &Portal, key: &FileKey, size: u64) -> Result<Result<(), Refusal>, Error> {
    let tail = portal.files.read_range(key, size.saturating_sub(archive::TAIL)..size).await?;
    let contents = match archive::locate(&tail, size) {
        Ok(contents) => contents,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if contents.length == 0 {
        return Ok(Err(Refusal::Unreadable));
    }
    let table = portal.files.read_range(key, contents.start..contents.start + contents.length).await?;
    Ok(archive::judge(&table, contents, size))
}

fn refused_archive(refusal: Refusal, name: String) -> Problem {
    let why = match refusal {
        Refusal::Unreadable => return Problem::FileTypeMismatch { name },
        Refusal::TooManyEntries => "contient trop de fichiers",
        Refusal::Bomb => "deviendrait bien trop volumineuse une fois ouverte",
        Refusal::Nested => "contient une autre archive",
        Refusal::Encrypted => "est protégée par un mot de passe",
    };
    Problem::Stated {
        sentence: format!("L’archive «\u{a0}{name}\u{a0}» {why}. Joignez ses documents un par un."),
    }
}
