//! Readiness of this instance, for `/health/ready`; `/health/live` checks nothing.

use platform::on;

use crate::{Portal, schema::MIGRATIONS};

/// Result of the readiness checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    pub database: bool,
    pub migrated: bool,
    pub files: bool,
}

impl Health {
    pub fn is_ready(&self) -> bool {
        self.database && self.migrated && self.files
    }
}

/// Checks the database and the file store. Does not check mail and co-owners: the portal works without them.
pub async fn check(portal: &Portal) -> Health {
    let database = on!(portal.db, |c| {
        sqlx::query_scalar::<_, i64>("SELECT CAST(1 AS BIGINT)").fetch_one(c).await.is_ok()
    });
    let migrated = database && portal.db.is_migrated(&MIGRATIONS).await.unwrap_or(false);
    Health { database, migrated, files: portal.files.probe().await }
}

/// Number of queued mails and, among them, of dead letters, for the metrics.
pub async fn outbox_counts(portal: &Portal) -> Result<(i64, i64), platform::Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN dead_at IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT)
             FROM outbox WHERE sent_at IS NULL",
        )
        .fetch_one(c)
        .await
    })?)
}
