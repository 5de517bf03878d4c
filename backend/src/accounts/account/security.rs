//! Security level and mobile number of an account.

use domain::account::SecurityLevel;
use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute, execute_tx, on_tx,
};

use crate::id::AccountId;

/// Locks the account until the transaction ends, so that changes of its factors come one after the other.
///
/// # Errors
/// [`Error::NotFound`] if the account was deleted.
pub(crate) async fn lock(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query("UPDATE account SET security_level = security_level WHERE id = $1").bind(account)
    )?;
    if locked == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Returns the code of the security level.
pub(crate) async fn security_level(tx: &mut Tx, account: AccountId) -> Result<String, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT security_level FROM account WHERE id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?)
}

/// Sets the security level. Returns `false` if the account does not have the authenticator app or the passkey that
/// `level` requires.
pub(crate) async fn set_security_level(
    tx: &mut Tx,
    account: AccountId,
    level: SecurityLevel,
) -> Result<bool, Error> {
    let changed = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE account SET security_level = $1 WHERE id = $2
                AND ($1 <> $3 OR EXISTS (SELECT 1 FROM totp_factor WHERE account_id = $2))
                AND ($1 <> $4 OR EXISTS (SELECT 1 FROM passkey WHERE account_id = $2))",
        )
        .bind(level.code())
        .bind(account)
        .bind(SecurityLevel::Totp.code())
        .bind(SecurityLevel::Passkey.code())
    )?;
    Ok(changed == 1)
}

/// Replaces the mobile number by one that was confirmed with a code sent to it.
pub(crate) async fn set_sms_number(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    number: &str,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE account SET sms_number = $1, sms_confirmed_at = $2 WHERE id = $3")
            .bind(number)
            .bind(now)
            .bind(account)
    )?;
    Ok(())
}

/// Records that a code sent to the number given at registration was typed; codes by mail no longer replace it.
/// Idempotent.
pub(crate) async fn confirm_sms_number(db: &Db, now: Moment, account: AccountId) -> Result<(), Error> {
    execute!(
        db,
        sqlx::query("UPDATE account SET sms_confirmed_at = $1 WHERE id = $2 AND sms_confirmed_at IS NULL")
            .bind(now)
            .bind(account)
    )?;
    Ok(())
}
