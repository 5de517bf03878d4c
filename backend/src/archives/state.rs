//! Stored state of an archive.

use jiff::civil::Date;
use sqlx::FromRow;

use platform::{
    Error,
    db::{Duration, Moment},
    files::FileKey,
    on,
};

use super::kind::{ArchiveKind, Order};
use crate::{
    Portal,
    id::{AccountId, ArchiveId},
};

/// Time during which an archive can be downloaded (our choice).
pub(super) const RETENTION: Duration = Duration::from_secs(7 * 24 * 3600);

/// Archive, as shown to its owner.
#[derive(Clone, Debug, PartialEq)]
pub struct Archive {
    pub id: ArchiveId,
    pub requested_at: Moment,
    /// First and last day of the period, if it has one.
    pub days: Option<(Date, Date)>,
    pub progress: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Number of items written, and of all items; 0 of 0 before the build has started. `interrupted`: the last attempt
    /// has failed, for want of room on the disk for instance, and another one follows.
    Building { done: i64, total: i64, interrupted: bool },
    /// `size` in bytes.
    Ready { size: i64, until: Moment },
    /// Failed after several attempts: another archive can be requested.
    Failed,
}

/// An archive as stored.
#[derive(FromRow)]
pub(crate) struct Found {
    pub id: ArchiveId,
    #[sqlx(flatten)]
    pub order: Order,
    pub requested_at: Moment,
    done: i64,
    total: i64,
    expires_at: Option<Moment>,
    pub storage_key: Option<FileKey>,
    size: Option<i64>,
    /// Separated by spaces.
    pub confidential_sirens: String,
    dead_at: Option<Moment>,
    interrupted: bool,
}

impl Found {
    pub fn archive(&self) -> Archive {
        Archive {
            id: self.id,
            requested_at: self.requested_at,
            days: self.order.days(),
            progress: self.progress(),
        }
    }

    fn progress(&self) -> Progress {
        let &Found { done, total, interrupted, .. } = self;
        match (self.expires_at, self.size) {
            (Some(until), Some(size)) => Progress::Ready { size, until },
            _ if self.dead_at.is_some() => Progress::Failed,
            _ => Progress::Building { done, total, interrupted },
        }
    }
}

/// Finds the archive of an account, unless it has expired. `siren`: empty for a kind that is not about one company.
pub(crate) async fn find<K: ArchiveKind>(
    portal: &Portal,
    account: AccountId,
    siren: &str,
) -> Result<Option<Found>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, account_id, siren, period_start, period_end, requested_at, done, total, expires_at, storage_key,
                    size, confidential_sirens, dead_at, last_error IS NOT NULL AS interrupted
             FROM archive
             WHERE kind = $1 AND account_id = $2 AND siren = $3 AND (expires_at IS NULL OR expires_at > $4)",
        )
        .bind(K::CODE)
        .bind(account)
        .bind(siren)
        .bind(portal.clock.now())
        .fetch_optional(c)
        .await
    })?)
}
