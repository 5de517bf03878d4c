//! Rows of the archives.

use platform::{
    Error, change,
    db::{Db, Moment, Tx},
    execute, execute_tx,
    files::{FileKey, StoredFile},
    on, on_tx,
};

use super::kind::{ArchiveKind, Order};
use crate::{
    Portal,
    id::{AccountId, ArchiveId, RowId},
};

/// Deletes a finished archive of the order's kind and company. Returns its file, which the caller discards after the commit.
pub(super) async fn delete_finished<K: ArchiveKind>(
    tx: &mut Tx,
    order: &Order,
) -> Result<Option<FileKey>, Error> {
    let deleted: Option<Option<FileKey>> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM archive WHERE kind = $1 AND account_id = $2 AND siren = $3
                 AND (ready_at IS NOT NULL OR dead_at IS NOT NULL)
             RETURNING storage_key",
        )
        .bind(K::CODE)
        .bind(order.account_id)
        .bind(&order.siren)
        .fetch_optional(c)
        .await
    })?;
    Ok(deleted.flatten())
}

/// Inserts a requested archive. Returns `false` if one of its kind and company is being built.
pub(super) async fn insert<K: ArchiveKind>(tx: &mut Tx, order: &Order, now: Moment) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO archive (id, kind, account_id, siren, period_start, period_end, requested_at, due_at, attempts,
                                  done, total, confidential_sirens)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, 0, 0, '') ON CONFLICT (kind, account_id, siren) DO NOTHING",
        )
        .bind(RowId::generate())
        .bind(K::CODE)
        .bind(order.account_id)
        .bind(&order.siren)
        .bind(order.period_start)
        .bind(order.period_end)
        .bind(now)
    )?;
    Ok(inserted == 1)
}

/// Records the progress and the end of the lease. Returns `false` if the archive is not being built any more.
pub(super) async fn record_progress(
    db: &Db,
    id: ArchiveId,
    (done, total): (usize, usize),
    lease_end: Moment,
) -> Result<bool, Error> {
    let recorded = execute!(
        db,
        sqlx::query(
            "UPDATE archive SET done = $1, total = $2, due_at = $3, last_error = NULL
             WHERE id = $4 AND ready_at IS NULL",
        )
        .bind(i64::try_from(done).unwrap_or(i64::MAX))
        .bind(i64::try_from(total).unwrap_or(i64::MAX))
        .bind(lease_end)
        .bind(id)
    )?;
    Ok(recorded == 1)
}

/// Records the file of an archive, which can be downloaded until then. Returns `false` if it is not being built any more.
pub(super) async fn publish(
    tx: &mut Tx,
    id: ArchiveId,
    stored: &StoredFile,
    confidential: &[String],
    (now, until): (Moment, Moment),
) -> Result<bool, Error> {
    let published = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE archive SET ready_at = $1, expires_at = $2, storage_key = $3, size = $4, done = total,
                    confidential_sirens = $5, last_error = NULL
             WHERE id = $6 AND ready_at IS NULL",
        )
        .bind(now)
        .bind(until)
        .bind(&stored.key)
        .bind(i64::try_from(stored.size).unwrap_or(i64::MAX))
        .bind(confidential.join(" "))
        .bind(id)
    )?;
    Ok(published == 1)
}

/// Deletes the archives that expired before `now`, and those that failed before `failed_before`. Returns their files.
pub(super) async fn delete_past(
    db: &Db,
    now: Moment,
    failed_before: Moment,
) -> Result<Vec<Option<FileKey>>, Error> {
    Ok(change!(db, |c| {
        sqlx::query_scalar(
            "DELETE FROM archive WHERE expires_at <= $1 OR dead_at <= $2 RETURNING storage_key",
        )
        .bind(now)
        .bind(failed_before)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the files of an account's archives.
pub(crate) async fn files_of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<FileKey>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT storage_key FROM archive WHERE account_id = $1 AND storage_key IS NOT NULL",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// Returns `true` if the file belongs to an archive, so that it is not deleted as an orphan.
pub(crate) async fn is_file_used(portal: &Portal, key: &FileKey) -> Result<bool, Error> {
    let found: Option<ArchiveId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM archive WHERE storage_key = $1").bind(key).fetch_optional(c).await
    })?;
    Ok(found.is_some())
}
