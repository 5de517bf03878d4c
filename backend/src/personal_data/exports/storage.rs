//! Files of the copies of personal data.

use platform::{Error, change, db::Tx, files::FileKey, on, on_tx};

use crate::{
    Portal,
    id::{AccountId, ExportId},
    messaging,
};

/// Returns the file of an account's copy.
pub async fn file_of(tx: &mut Tx, account: AccountId) -> Result<Option<FileKey>, Error> {
    let found: Option<Option<FileKey>> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT storage_key FROM data_export WHERE account_id = $1")
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.flatten())
}

/// Returns `true` if the file belongs to a copy, so that it is not deleted as an orphan.
pub(crate) async fn is_file_used(portal: &Portal, key: &FileKey) -> Result<bool, Error> {
    let found: Option<ExportId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM data_export WHERE storage_key = $1")
            .bind(key)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Deletes expired copies with their files; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let expired: Vec<Option<FileKey>> = change!(portal.db, |c| {
        sqlx::query_scalar("DELETE FROM data_export WHERE expires_at <= $1 RETURNING storage_key")
            .bind(now)
            .fetch_all(c)
            .await
    })?;
    let count = expired.len() as u64;
    for key in expired.into_iter().flatten() {
        messaging::discard_file(portal, &key).await;
    }
    Ok(count)
}
