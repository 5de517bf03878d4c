//! Readiness of this instance, for `/health/ready`; `/health/live` checks nothing.

use platform::on;

use crate::{Portal, schema::MIGRATIONS};

/// Result of the readiness checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// The database answers.
    pub database: bool,
    pub migrated: bool,
    /// The database accepts writes: its disk is neither full nor read-only.
    pub writable: bool,
    /// Files can be stored.
    pub files: bool,
}

impl Health {
    pub fn is_ready(&self) -> bool {
        self.database && self.migrated && self.writable && self.files
    }
}

/// Checks the database and the file store, which writes a little to each. Does not check mail and co-owners: the portal
/// works without them.
pub async fn check(portal: &Portal) -> Health {
    let answer =
        on!(portal.db, |c| sqlx::query_scalar::<_, i64>("SELECT CAST(1 AS BIGINT)").fetch_one(c).await);
    let database = answer.is_ok();
    let migrated = database && portal.db.is_migrated(&MIGRATIONS).await.unwrap_or(false);
    let writable = migrated && portal.db.probe_write().await.is_ok();
    Health { database, migrated, writable, files: portal.files.probe().await }
}
