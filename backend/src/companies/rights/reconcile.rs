use platform::{Error, on};

use super::fetch::{LinkToRefresh, refresh_link};
use crate::Portal;

/// Number of links reconciled by one run.
const BATCH: i64 = 200;
/// Number of links reconciled at the same time, which limits the load on the co-owners.
const CONCURRENCY: usize = 4;

/// Fetches the rights of links that were not confirmed for the configured time, to find pushed changes that were
/// missed. Returns the number of links.
///
/// # Errors
/// [`Error::Busy`]. A co-owner that does not answer is not an error.
pub async fn reconcile(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - portal.co_owners.settings().reconciliation();
    let links = on!(portal.db, |c| {
        sqlx::query_as::<_, LinkToRefresh>(
            "SELECT id, co_owner, subject, requested_at, fingerprint FROM rattachement WHERE requested_at <= $1
             ORDER BY requested_at, id LIMIT $2",
        )
        .bind(limit)
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    let mut refreshed = 0;
    for batch in links.chunks(CONCURRENCY) {
        for done in futures::future::join_all(batch.iter().map(|link| refresh_link(portal, link))).await {
            done?;
            refreshed += 1;
        }
    }
    Ok(refreshed)
}
