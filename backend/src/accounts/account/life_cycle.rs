use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute, execute_tx, on_tx,
};

use crate::id::AccountId;

/// Activates a pending account. Returns `false` if it was activated before or does not exist.
///
/// # Errors
/// A unique violation if an active account has the identifiant or the e-mail address.
pub(crate) async fn activate(tx: &mut Tx, account: AccountId, now: Moment) -> Result<bool, sqlx::Error> {
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

/// Deletes the pending accounts of this e-mail address and returns them.
pub(crate) async fn delete_pending_with_email(tx: &mut Tx, email: &str) -> Result<Vec<AccountId>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM account WHERE email = $1 AND activated_at IS NULL RETURNING id")
            .bind(email)
            .fetch_all(c)
            .await
    })?)
}

/// Deletes the accounts created before `limit` that were not activated; returns their number.
pub(crate) async fn delete_pending_created_before(db: &Db, limit: Moment) -> Result<u64, Error> {
    Ok(execute!(
        db,
        sqlx::query("DELETE FROM account WHERE activated_at IS NULL AND created_at < $1").bind(limit)
    )?)
}
