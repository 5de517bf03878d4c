use domain::{documents::DocumentSettings, search};
use jiff::civil::Date;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on_tx,
};

use crate::id::{DocumentFolderId, DocumentId};

/// Value of `reminded_days` before the first reminder.
const NOT_REMINDED: i32 = 10_000;

/// Stored form of a day; empty for none.
fn stored(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// Inserts a document without a version. Returns `false` if the identifier is used already.
pub async fn insert(
    tx: &mut Tx,
    folder: DocumentFolderId,
    id: DocumentId,
    settings: &DocumentSettings,
    now: Moment,
) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO shared_document (id, folder, title, search, valid_from, valid_until, asks_acknowledgement, version,
                    reminded_days, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(folder)
        .bind(&settings.title)
        .bind(search::key(&settings.title))
        .bind(stored(settings.validity.from))
        .bind(stored(settings.validity.until))
        .bind(settings.asks_acknowledgement)
        .bind(NOT_REMINDED)
        .bind(now)
    )?;
    Ok(inserted == 1)
}

/// Changes the settings. A new last day is reminded of again.
pub async fn update(tx: &mut Tx, id: DocumentId, settings: &DocumentSettings) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE shared_document SET title = $1, search = $2, valid_from = $3, asks_acknowledgement = $5,
                    reminded_days = CASE WHEN valid_until = $4 THEN reminded_days ELSE $6 END, valid_until = $4
             WHERE id = $7",
        )
        .bind(&settings.title)
        .bind(search::key(&settings.title))
        .bind(stored(settings.validity.from))
        .bind(stored(settings.validity.until))
        .bind(settings.asks_acknowledgement)
        .bind(NOT_REMINDED)
        .bind(id)
    )?;
    Ok(())
}

/// Locks a document that is not in the bin, and counts its next version.
///
/// # Errors
/// [`Error::NotFound`] for one in the bin.
pub async fn next_version(tx: &mut Tx, id: DocumentId, now: Moment) -> Result<i32, Error> {
    let number: Option<i32> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE shared_document SET version = version + 1, published_at = $1
             WHERE id = $2 AND binned_at IS NULL RETURNING version",
        )
        .bind(now)
        .bind(id)
        .fetch_optional(c)
        .await
    })?;
    number.ok_or(Error::NotFound)
}

/// Sets when a document was archived and put into the bin. Returns `false` if it is in that state.
pub async fn set_state(
    tx: &mut Tx,
    id: DocumentId,
    archived_at: Option<Moment>,
    binned_at: Option<Moment>,
) -> Result<bool, Error> {
    let changed = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE shared_document SET archived_at = $1, binned_at = $2
             WHERE id = $3 AND ((archived_at IS NULL) = $4 OR (binned_at IS NULL) = $5)",
        )
        .bind(archived_at)
        .bind(binned_at)
        .bind(id)
        .bind(archived_at.is_some())
        .bind(binned_at.is_some())
    )?;
    Ok(changed == 1)
}

/// Records a reminder, these days before the last day. Returns `false` if it was recorded before, or the last day was changed.
pub async fn mark_reminded(tx: &mut Tx, id: DocumentId, valid_until: &str, days: i32) -> Result<bool, Error> {
    let marked = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE shared_document SET reminded_days = $1
             WHERE id = $2 AND valid_until = $3 AND reminded_days > $1",
        )
        .bind(days)
        .bind(id)
        .bind(valid_until)
    )?;
    Ok(marked == 1)
}

/// Locks a document that is in the bin since before `limit`. Returns `false` if it was restored meanwhile.
pub async fn is_binned(tx: &mut Tx, id: DocumentId, limit: Moment) -> Result<bool, Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query("UPDATE shared_document SET binned_at = binned_at WHERE id = $1 AND binned_at < $2")
            .bind(id)
            .bind(limit)
    )?;
    Ok(locked == 1)
}

/// Deletes a document, whose versions and files are deleted.
pub async fn delete(tx: &mut Tx, id: DocumentId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM shared_document WHERE id = $1").bind(id))?;
    Ok(())
}
