//! Can this instance serve? For `/health/ready`; `/health/live` asks nothing.

use crate::{Portal, on};

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

/// Asks the database and the file store. Mail and co-owners are left out: without them the portal still serves.
pub async fn check(portal: &Portal) -> Health {
    let database = on!(portal.db, |c| {
        sqlx::query_scalar::<_, i64>("SELECT CAST(1 AS BIGINT)").fetch_one(c).await.is_ok()
    });
    let migrated = database && portal.db.is_migrated().await.unwrap_or(false);
    Health { database, migrated, files: portal.files.probe().await }
}

/// Figures for the metrics page: mails waiting and mails given up.
pub async fn outbox_counts(portal: &Portal) -> Result<(i64, i64), crate::Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN dead_at IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT)
             FROM outbox WHERE sent_at IS NULL",
        )
        .fetch_one(c)
        .await
    })?)
}
