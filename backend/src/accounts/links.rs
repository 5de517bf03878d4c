//! One-time links sent by mail that act on an account, each for one purpose. Owns `account_link`.

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx, on, on_tx,
    secret::Token,
};

use crate::{Portal, id::AccountId};

/// Action of a link when its form is sent. Opening the link does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Activates a new account.
    Activation,
    /// Chooses a new password.
    Password,
    /// « Ce n'était pas moi »: closes every session and detaches everything.
    Securing,
    /// Confirms that the owner reads the new address.
    NewAddress,
    /// Agrees to the change from the current address.
    CurrentAddress,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Purpose::Activation => "activation",
            Purpose::Password => "mot-de-passe",
            Purpose::Securing => "securite",
            Purpose::NewAddress => "nouvelle-adresse",
            Purpose::CurrentAddress => "ancienne-adresse",
        }
    }
}

/// Generates the token of a link, which appears in the mail only; its hash is stored.
pub(crate) async fn generate(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    purpose: Purpose,
    validity: Duration,
) -> Result<Token, Error> {
    let token = Token::generate();
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO account_link (token_hash, account_id, purpose, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(Token::hash(token.expose()))
        .bind(account)
        .bind(purpose.code())
        .bind(now)
        .bind(now + validity)
    )?;
    Ok(token)
}

/// Returns `true` if the link can be used now. Does not use it: mail scanners follow links.
pub async fn is_usable(portal: &Portal, token: &str, purpose: Purpose) -> Result<bool, Error> {
    Ok(account_of(portal, token, purpose).await?.is_some())
}

/// Returns the account of a usable link, without using it.
pub(crate) async fn account_of(
    portal: &Portal,
    token: &str,
    purpose: Purpose,
) -> Result<Option<AccountId>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT account_id FROM account_link
             WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(Token::hash(token))
        .bind(purpose.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Uses a link and returns its account; among concurrent uses only one gets it.
pub(crate) async fn use_once(
    tx: &mut Tx,
    now: Moment,
    token: &str,
    purpose: Purpose,
) -> Result<Option<AccountId>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE account_link SET used_at = $1
             WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $1 RETURNING account_id",
        )
        .bind(now)
        .bind(Token::hash(token))
        .bind(purpose.code())
        .fetch_optional(c)
        .await
    })?)
}

/// Cancels the unused links of this purpose.
pub(crate) async fn cancel(tx: &mut Tx, account: AccountId, purpose: Purpose) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM account_link WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL")
            .bind(account)
            .bind(purpose.code())
    )?;
    Ok(())
}

/// Deletes the links that expired a day ago; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    Ok(execute!(portal.db, sqlx::query("DELETE FROM account_link WHERE expires_at < $1").bind(limit))?)
}
