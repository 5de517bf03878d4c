//! Stored state of a copy of personal data.

use platform::{
    Error,
    db::{Duration, Moment},
    files::FileKey,
    on,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AccountId, ExportId},
};

/// Time during which a copy can be downloaded (our choice).
pub(super) const RETENTION: Duration = Duration::from_secs(7 * 24 * 3600);

/// Copy of personal data, as shown to its owner.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    pub id: ExportId,
    pub requested_at: Moment,
    pub progress: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Number of files written, and of all files; 0 of 0 before the build has started.
    Building { done: i64, total: i64 },
    /// `size` in bytes.
    Ready { size: i64, until: Moment },
    /// Failed after several attempts: another copy can be requested.
    Failed,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: ExportId,
    pub requested_at: Moment,
    done: i64,
    total: i64,
    expires_at: Option<Moment>,
    pub storage_key: Option<FileKey>,
    size: Option<i64>,
    /// Separated by spaces.
    pub confidential_sirens: String,
    dead_at: Option<Moment>,
}

impl Row {
    fn progress(&self) -> Progress {
        match (self.expires_at, self.size) {
            (Some(until), Some(size)) => Progress::Ready { size, until },
            _ if self.dead_at.is_some() => Progress::Failed,
            _ => Progress::Building { done: self.done, total: self.total },
        }
    }
}

/// Finds the copy of an account, unless it has expired.
pub(super) async fn find(portal: &Portal, account: AccountId) -> Result<Option<Row>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, requested_at, done, total, expires_at, storage_key, size, confidential_sirens, dead_at
             FROM data_export WHERE account_id = $1 AND (expires_at IS NULL OR expires_at > $2)",
        )
        .bind(account)
        .bind(portal.clock.now())
        .fetch_optional(c)
        .await
    })?)
}

/// Returns the copy of the signed-in person, requested or ready.
pub async fn export(portal: &Portal, session: &Session) -> Result<Option<Export>, Error> {
    let row = find(portal, session.usager()?.account).await?;
    Ok(row.map(|row| Export { id: row.id, requested_at: row.requested_at, progress: row.progress() }))
}
