//! Antivirus scan of attachments: at upload, or by the periodic job if the scanner does not answer.

use domain::problem::Problem;

use platform::{Error, antivirus, files::FileKey, on};

use super::{
    attachment::{Attachment, Scan},
    store,
};

use crate::{Portal, id::AttachmentId};

/// Scans a file that was just uploaded. Leaves it pending if the scanner does not answer.
///
/// # Errors
/// [`Problem::FileInfected`] on `field`: the file is deleted, because a sent file could never be opened.
pub(super) async fn scan_upload(
    portal: &Portal,
    field: &str,
    mut attachment: Attachment,
) -> Result<Attachment, Error> {
    attachment.scan = scan(portal, attachment.id, &attachment.storage_key, attachment.scan).await?;
    if attachment.scan != Scan::Infected {
        return Ok(attachment);
    }
    store::delete_unsent(portal, attachment.id).await?;
    store::discard(portal, &attachment.storage_key).await;
    Err(Error::invalid(field, Problem::FileInfected { name: attachment.name }))
}

/// Scans a pending file and records the verdict. Returns `state` if the file is not pending.
async fn scan(portal: &Portal, id: AttachmentId, key: &FileKey, state: Scan) -> Result<Scan, Error> {
    let Some(config) = portal.config.scanner.as_ref().filter(|_| state == Scan::Pending) else {
        return Ok(state);
    };
    let content = portal.files.open(key).await?;
    let verdict = match antivirus::scan(&config.address, content).await {
        Ok(antivirus::Verdict::Clean) => Scan::Clean,
        Ok(antivirus::Verdict::Infected) => Scan::Infected,
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "antivirus scan failed, the file stays pending");
            return Ok(Scan::Pending);
        }
    };
    store::set_verdict(portal, id, verdict).await?;
    Ok(verdict)
}

/// Files scanned in one run of the periodic job.
const BATCH: i64 = 50;

/// Scans pending files, oldest first. Returns the number of files that got a verdict. Does nothing if no scanner is
/// configured.
pub async fn scan_pending(portal: &Portal) -> Result<u64, Error> {
    if portal.config.scanner.is_none() {
        return Ok(0);
    }
    let pending: Vec<(AttachmentId, FileKey)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, storage_key FROM attachment WHERE scan = 'en_attente' ORDER BY created_at LIMIT $1",
        )
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    let mut scanned = 0;
    for (id, key) in pending {
        match scan(portal, id, &key, Scan::Pending).await {
            Ok(Scan::Pending) => break,
            Ok(_) => scanned += 1,
            // Its owner removed it meanwhile.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(scanned)
}
