//! Drafts that nobody touches any more.

use uuid::Uuid;

use crate::{Error, Portal, db::Duration, on, on_tx};

use super::{attachments, drafts};

/// A draft is kept this long after its last change (ours).
pub const DRAFT_AGE: Duration = Duration::from_secs(90 * 24 * 3600);

/// Drafts deleted in one go; the others wait for the next one.
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
