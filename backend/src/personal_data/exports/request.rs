//! Request of a copy of personal data.

use platform::{Error, db::Duration, execute_tx, files::FileKey, on_tx, throttle};

use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::Session,
    },
    id::RowId,
    messaging,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Number of copies that an account may request within a day: each one reads all its data.
const PER_DAY: i64 = 5;

/// Requests a copy. Replaces a finished copy; does nothing while one is being built.
///
/// # Errors
/// [`Error::Invalid`]: `ReauthenticationRequired`, `TooManyAttempts`.
pub async fn request_export(portal: &Portal, session: &Session) -> Result<(), Error> {
    let now = portal.clock.now();
    let account = session.recently_authenticated_usager(now)?.account;
    throttle::allow(portal, &format!("copie:{account}"), PER_DAY, DAY).await?;
    let mut tx = portal.db.begin().await?;
    let replaced: Option<Option<FileKey>> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM data_export WHERE account_id = $1 AND (ready_at IS NOT NULL OR dead_at IS NOT NULL)
             RETURNING storage_key",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO data_export (id, account_id, requested_at, due_at, attempts, done, total,
                                      confidential_sirens)
             VALUES ($1, $2, $3, $3, 0, 0, 0, '') ON CONFLICT (account_id) DO NOTHING",
        )
        .bind(RowId::generate())
        .bind(account)
        .bind(now)
    )?;
    if inserted == 1 {
        history::record_from_session(&mut tx, now, session, Event::DataRequested).await?;
    }
    tx.commit().await?;
    if let Some(key) = replaced.flatten() {
        messaging::discard_file(portal, &key).await;
    }
    portal.wake_workers();
    Ok(())
}
