use platform::{Error, db::Duration, on};

use super::store;

use crate::{Portal, id::DraftId, messaging::attachments};

/// Time after its last change at which a draft is deleted (our choice).
pub const DRAFT_RETENTION: Duration = Duration::from_secs(90 * 24 * 3600);

/// Drafts deleted in one run; the next run continues.
const BATCH: i64 = 500;

/// Deletes the drafts unchanged for [`DRAFT_RETENTION`], with their files. Returns their number.
pub async fn purge_drafts(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - DRAFT_RETENTION;
    let old: Vec<DraftId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE updated_at < $1 ORDER BY updated_at LIMIT $2")
            .bind(limit)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    attachments::purge_each(portal, old, limit, store::delete_unchanged_since).await
}
