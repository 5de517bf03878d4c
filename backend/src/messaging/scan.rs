//! What the virus scanner says of attachments: at once, or later when it is silent.

use domain::problem::Problem;
use uuid::Uuid;

use crate::{Error, Portal, change, db::Moment, files::FileKey, on, scanner};

use super::attachments::{self, Attachment, Scan};

/// Shows the file to the scanner at once; one that does not answer leaves the file pending for the periodic job.
pub(super) async fn scanned(
    portal: &Portal,
    field: &str,
    mut attachment: Attachment,
) -> Result<Attachment, Error> {
    attachment.scan = look(portal, attachment.id, &attachment.storage_key, attachment.scan).await?;
    if attachment.scan != Scan::Infected {
        return Ok(attachment);
    }
    // Still a draft: better refused now than sent and never opened.
    change!(portal.db, |c| {
        sqlx::query("DELETE FROM attachment WHERE id = $1 AND message IS NULL")
            .bind(attachment.id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    attachments::discard(portal, &attachment.storage_key).await;
    Err(Error::invalid(field, Problem::FileInfected { name: attachment.name }))
}

/// Asks the scanner about a pending file and writes its verdict down.
async fn look(portal: &Portal, id: Uuid, key: &FileKey, scan: Scan) -> Result<Scan, Error> {
    let Some(config) = portal.config.scanner.as_ref().filter(|_| scan == Scan::Pending) else {
        return Ok(scan);
    };
    let content = portal.files.open(key).await?;
    let verdict = match scanner::scan(&config.address, content).await {
        Ok(scanner::Verdict::Clean) => Scan::Clean,
        Ok(scanner::Verdict::Infected) => Scan::Infected,
        Err(error) => {
            tracing::warn!(
                error = format!("{error:#}"),
                "the scanner gave no verdict: the file stays pending"
            );
            return Ok(Scan::Pending);
        }
    };
    change!(portal.db, |c| {
        sqlx::query("UPDATE attachment SET scan = $1 WHERE id = $2 AND scan = 'en_attente'")
            .bind(verdict.code())
            .bind(id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(verdict)
}

/// Files shown to the scanner in one go of the periodic job.
const BATCH: i64 = 50;

/// Shows pending files to the scanner, oldest first; gives back how many got a verdict. Nothing without a scanner.
pub async fn scan_pending(portal: &Portal) -> Result<u64, Error> {
    if portal.config.scanner.is_none() {
        return Ok(0);
    }
    let pending: Vec<(Uuid, FileKey, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, storage_key, created_at FROM attachment WHERE scan = 'en_attente' ORDER BY created_at LIMIT $1",
        )
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    let mut judged = 0;
    for (id, key, _) in pending {
        match look(portal, id, &key, Scan::Pending).await {
            Ok(Scan::Pending) => break,
            Ok(_) => judged += 1,
            // Removed by its owner in the meantime.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(judged)
}
