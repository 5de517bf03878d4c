//! Drafts that nobody touches any more, and questions whose archive is over.

use domain::message::ARCHIVE_YEARS;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Duration, Moment, Tx},
    files::FileKey,
    on, on_tx,
};

use super::{attachments, drafts};

/// A draft is kept this long after its last change (ours).
pub const DRAFT_AGE: Duration = Duration::from_secs(90 * 24 * 3600);

/// Drafts, or questions, deleted in one go; the others wait for the next one.
const BATCH: i64 = 500;

/// Deletes drafts untouched for [`DRAFT_AGE`], with their files; gives back how many.
pub async fn purge_drafts(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - DRAFT_AGE;
    let old: Vec<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE updated_at < $1 ORDER BY updated_at LIMIT $2")
            .bind(limit)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    let mut purged = 0;
    for id in old {
        let mut tx = portal.db.begin().await?;
        // Taken up again since it was looked for: kept.
        let still_old = on_tx!(tx, |c| {
            sqlx::query("UPDATE draft SET updated_at = updated_at WHERE id = $1 AND updated_at < $2")
                .bind(id)
                .bind(limit)
                .execute(c)
                .await
                .map(|done| done.rows_affected() == 1)
        })?;
        if !still_old {
            continue;
        }
        let keys = drafts::remove(&mut tx, id).await?;
        tx.commit().await?;
        for key in keys {
            attachments::discard(portal, &key).await;
        }
        purged += 1;
    }
    Ok(purged)
}

/// Deletes the questions on which nothing was done for [`ARCHIVE_YEARS`] years (002), with all that was written, their
/// files and their receipts; gives back how many.
pub async fn purge_archives(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now().years_before(ARCHIVE_YEARS);
    let old: Vec<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM conversation WHERE activity_at < $1 ORDER BY activity_at LIMIT $2")
            .bind(limit)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    let mut purged = 0;
    for id in old {
        let mut tx = portal.db.begin().await?;
        let Some(keys) = remove_archive(&mut tx, id, limit).await? else { continue };
        tx.commit().await?;
        for key in keys {
            attachments::discard(portal, &key).await;
        }
        purged += 1;
    }
    Ok(purged)
}

/// The rows of a question; `None` when something was added to it since it was looked for.
async fn remove_archive(tx: &mut Tx, id: Uuid, limit: Moment) -> Result<Option<Vec<FileKey>>, Error> {
    let still_old = on_tx!(tx, |c| {
        sqlx::query("UPDATE conversation SET activity_at = activity_at WHERE id = $1 AND activity_at < $2")
            .bind(id)
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?;
    if !still_old {
        return Ok(None);
    }
    let begun: Vec<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE conversation = $1").bind(id).fetch_all(c).await
    })?;
    let mut keys: Vec<FileKey> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM attachment WHERE message IN (SELECT id FROM message WHERE conversation = $1)
             RETURNING storage_key",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?;
    for draft in begun {
        keys.extend(drafts::remove(tx, draft).await?);
    }
    for statement in [
        "DELETE FROM message WHERE conversation = $1",
        "DELETE FROM conversation_step WHERE conversation = $1",
        // Readings and notifications follow it.
        "DELETE FROM conversation WHERE id = $1",
    ] {
        on_tx!(tx, |c| sqlx::query(statement).bind(id).execute(c).await.map(|_| ()))?;
    }
    Ok(Some(keys))
}
