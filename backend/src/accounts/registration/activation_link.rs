use domain::path;
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute_tx, mail, on,
    secret::Token,
};

use crate::{
    Portal,
    accounts::{
        account::{Account, NewAccount},
        letters::ActivationLetter,
    },
    id::AccountId,
};

/// Creates the activation link of a new account and queues its mail.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    id: AccountId,
    account: &NewAccount,
) -> Result<(), Error> {
    let link = create(tx, portal, id).await?;
    let letter = letter(portal, account.first_name.clone(), account.login.to_string(), link);
    mail::enqueue(tx, portal.clock.now(), account.email.as_str(), &letter).await
}

/// Creates another activation link for a pending account and queues its mail; earlier links stay valid.
pub(crate) async fn resend(tx: &mut Tx, portal: &Portal, pending: &Account) -> Result<(), Error> {
    let link = create(tx, portal, pending.id).await?;
    let letter = letter(portal, pending.first_name.clone(), pending.login.clone(), link);
    mail::enqueue(tx, portal.clock.now(), &pending.email, &letter).await
}

/// Creates a link and returns its URL.
async fn create(tx: &mut Tx, portal: &Portal, account: AccountId) -> Result<String, Error> {
    let now = portal.clock.now();
    let token = Token::generate();
    execute_tx!(tx, sqlx::query(
            "INSERT INTO activation_link (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(Token::hash(token.expose()))
        .bind(account)
        .bind(now)
        .bind(now + Duration::from_secs(portal.config.security.activation_hours * 3600)))?;
    Ok(portal.link(&path::activation_link(token.expose())))
}

fn letter(portal: &Portal, first_name: String, login: String, link: String) -> ActivationLetter {
    ActivationLetter { first_name, login, link, valid_hours: portal.config.security.activation_hours }
}

/// Returns `true` if the link can activate an account now. Does not use it: mail scanners open links.
pub async fn is_usable(portal: &Portal, token: &str) -> Result<bool, Error> {
    Ok(account_of(portal, token).await?.is_some())
}

/// Returns the pending account of a valid link.
pub(super) async fn account_of(portal: &Portal, token: &str) -> Result<Option<Account>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as::<_, Account>(
            "SELECT a.id, a.login, a.email, a.password_hash, a.first_name, a.activated_at
             FROM activation_link l JOIN account a ON a.id = l.account_id
             WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND a.activated_at IS NULL",
        )
        .bind(Token::hash(token))
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Marks a link as used. Returns `false` if it is invalid or another request used it first.
pub(super) async fn use_once(
    tx: &mut Tx,
    now: Moment,
    token: &str,
    account: AccountId,
) -> Result<bool, Error> {
    let used = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE activation_link SET used_at = $1
             WHERE token_hash = $2 AND account_id = $3 AND used_at IS NULL AND expires_at > $1",
        )
        .bind(now)
        .bind(Token::hash(token))
        .bind(account)
    )?;
    Ok(used == 1)
}
