use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute, execute_tx,
};

use crate::id::AccountId;

/// Activates a pending account. Returns `false` if it was activated before or does not exist.
pub(crate) async fn activate(tx: &mut Tx, account: AccountId, now: Moment) -> Result<bool, Error> {
    let activated = execute_tx!(
        tx,
        sqlx::query("UPDATE account SET activated_at = $1 WHERE id = $2 AND activated_at IS NULL")
            .bind(now)
            .bind(account)
    )?;
    Ok(activated == 1)
}

/// Deletes an account, and with it all rows that refer to it (`ON DELETE CASCADE`).
pub(crate) async fn delete(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM account WHERE id = $1").bind(account))?;
    Ok(())
}

/// Deletes an account unless it was activated.
pub(crate) async fn delete_pending(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM account WHERE id = $1 AND activated_at IS NULL").bind(account))?;
    Ok(())
}

/// Deletes the account of this e-mail address unless it was activated.
pub(crate) async fn delete_pending_with_email(tx: &mut Tx, email: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM account WHERE email = $1 AND activated_at IS NULL").bind(email)
    )?;
    Ok(())
}

/// Deletes the accounts created before `limit` that were not activated; returns their number.
pub(crate) async fn delete_pending_created_before(db: &Db, limit: Moment) -> Result<u64, Error> {
    Ok(execute!(
        db,
        sqlx::query("DELETE FROM account WHERE activated_at IS NULL AND created_at < $1").bind(limit)
    )?)
}
