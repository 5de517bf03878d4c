use platform::{Error, db::Duration, on};

use super::store;

use crate::{Portal, id::UploadId, messaging::attachments::purge_each};

/// Time after its last piece at which an upload ends (our choice): a person who was interrupted may come back the same
/// day.
const UPLOAD_RETENTION: Duration = Duration::from_secs(24 * 3600);

/// Uploads deleted in one run; the next run continues.
const BATCH: i64 = 500;

/// Deletes the uploads unused for [`UPLOAD_RETENTION`], with their pieces. Returns their number.
pub async fn purge_uploads(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - UPLOAD_RETENTION;
    let old: Vec<UploadId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM upload WHERE updated_at < $1 ORDER BY updated_at LIMIT $2")
            .bind(limit)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    purge_each(portal, old, limit, store::delete_unused_since).await
}
