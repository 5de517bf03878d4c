//! Closing sessions. Nothing ever clears `closed_at`, so that closing wins over any request in flight.

use domain::identity_provider::Provider;
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
};

use crate::{
    Portal,
    id::{AccountId, SessionId, StaffId},
    portal::Signal,
};

/// Closes a session.
pub async fn close(portal: &Portal, id: SessionId) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    execute_tx!(
        tx,
        sqlx::query("UPDATE session SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL")
            .bind(now)
            .bind(id)
    )?;
    tx.notify(Signal::Session(id));
    tx.commit().await?;
    // Téléservices opened in this session are notified by a worker.
    portal.wake_workers();
    Ok(())
}

/// Closes another session of the account; returns the number of sessions closed, 0 or 1.
pub(crate) async fn close_one(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    id: SessionId,
    current: SessionId,
) -> Result<u64, Error> {
    tx.notify(Signal::Session(id));
    Ok(execute_tx!(
        tx,
        sqlx::query(
            "UPDATE session SET closed_at = $1
             WHERE id = $2 AND account_id = $3 AND id <> $4 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(id)
        .bind(account)
        .bind(current)
    )?)
}

/// Closes the sessions of an account, signed in or awaiting a code, except `current` (nil: none is spared). Returns
/// their number.
pub(crate) async fn close_others(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    current: SessionId,
) -> Result<u64, Error> {
    tx.notify(Signal::SessionsOf(account.into()));
    Ok(execute_tx!(
        tx,
        sqlx::query(
            "UPDATE session SET closed_at = $1 WHERE account_id = $2 AND id <> $3 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(account)
        .bind(current)
    )?)
}

/// Closes the sessions of an account that a provider opened, except `current`.
pub(crate) async fn close_opened_by(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    provider: Provider,
    current: SessionId,
) -> Result<(), Error> {
    tx.notify(Signal::SessionsOf(account.into()));
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE session SET closed_at = $1
             WHERE account_id = $2 AND provider = $3 AND id <> $4 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(account)
        .bind(provider.code())
        .bind(current)
    )?;
    Ok(())
}

/// Closes the sessions of a member of the staff, signed in or awaiting a code.
pub(crate) async fn close_of_staff(tx: &mut Tx, now: Moment, member: StaffId) -> Result<(), Error> {
    tx.notify(Signal::SessionsOf(member.into()));
    execute_tx!(
        tx,
        sqlx::query("UPDATE session SET closed_at = $1 WHERE staff_id = $2 AND closed_at IS NULL")
            .bind(now)
            .bind(member)
    )?;
    Ok(())
}

/// Deletes sessions that ended more than a day ago, with their flashes and codes.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    Ok(execute!(
        portal.db,
        sqlx::query(
            "DELETE FROM session
             WHERE expires_at < $1 OR closed_at < $1 OR (seen_at < $1 AND account_id IS NULL)",
        )
        .bind(limit)
    )?)
}
