//! Deletion of what has been in the bin for 30 days.

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    files::FileKey,
    on,
};

use super::store;
use crate::{Portal, id::DocumentId, messaging};

/// Time in the bin.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);
/// Greatest number of documents deleted in one run.
const BATCH: i64 = 100;

/// Deletes the documents that have been in the bin for [`RETENTION`], with their files and acknowledgements. Returns their
/// number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    let ids: Vec<DocumentId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM shared_document WHERE binned_at < $1 ORDER BY binned_at LIMIT $2")
            .bind(limit)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    messaging::purge_each(portal, ids, limit, delete).await
}

/// Returns `None` if the document was restored meanwhile.
async fn delete(tx: &mut Tx, id: DocumentId, limit: Moment) -> Result<Option<Vec<FileKey>>, Error> {
    if !store::is_binned(tx, id, limit).await? {
        return Ok(None);
    }
    let files = messaging::delete_of_document(tx, id).await?;
    store::delete_versions(tx, id).await?;
    store::delete_document(tx, id).await?;
    Ok(Some(files))
}
