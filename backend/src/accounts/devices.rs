//! Trusted devices of an account: at the lowest security level, no code is required there.
//!
//! Owns `trusted_device`, which stores the hash of each device's token.

use platform::{
    Error,
    db::{Duration, Tx},
    execute_tx, on, on_tx,
    secret::Token,
};

use super::sessions::{Client, device_label};
use crate::{
    Portal,
    id::{AccountId, RowId, TrustedDeviceId},
};

/// Returns the trusted device of the account that the request comes from. Also called for unknown accounts, with a nil
/// identifier, so that both cases take the same time.
pub(crate) async fn find(
    portal: &Portal,
    account: AccountId,
    client: &Client,
) -> Result<Option<TrustedDeviceId>, Error> {
    let Some(token) = &client.device else { return Ok(None) };
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM trusted_device WHERE token_hash = $1 AND account_id = $2 AND expires_at > $3",
        )
        .bind(Token::hash(token))
        .bind(account)
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Adds the device of the request, whose cookie will hold `token`.
pub(crate) async fn trust(
    tx: &mut Tx,
    portal: &Portal,
    account: AccountId,
    client: &Client,
    token: &Token,
) -> Result<(), Error> {
    let now = portal.clock.now();
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO trusted_device (id, token_hash, account_id, label, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(RowId::generate())
        .bind(Token::hash(token.expose()))
        .bind(account)
        .bind(device_label(&client.user_agent))
        .bind(now)
        .bind(now + Duration::from_secs(portal.config.sessions.device_days * 24 * 3600))
    )?;
    Ok(())
}

/// Deletes a trusted device and returns its label; `None` if the account has no such device.
pub(crate) async fn forget(
    tx: &mut Tx,
    account: AccountId,
    device: TrustedDeviceId,
) -> Result<Option<String>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM trusted_device WHERE id = $1 AND account_id = $2 RETURNING label")
            .bind(device)
            .bind(account)
            .fetch_optional(c)
            .await
    })?)
}

/// Deletes all trusted devices of an account.
pub(crate) async fn forget_all(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM trusted_device WHERE account_id = $1").bind(account))?;
    Ok(())
}
