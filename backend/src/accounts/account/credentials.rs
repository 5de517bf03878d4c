use crate::id::AccountId;
use platform::{Error, db::Tx, execute_tx};

/// Replaces the password; `hash` is a hash of [`Passwords`](platform::passwords::Passwords).
pub(crate) async fn set_password(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE account SET password_hash = $1 WHERE id = $2").bind(hash).bind(account)
    )?;
    Ok(())
}

/// Replaces the e-mail address.
///
/// # Errors
/// A unique violation if another account has this address.
pub(crate) async fn set_email(tx: &mut Tx, account: AccountId, email: &str) -> Result<(), sqlx::Error> {
    execute_tx!(tx, sqlx::query("UPDATE account SET email = $1 WHERE id = $2").bind(email).bind(account))?;
    Ok(())
}
