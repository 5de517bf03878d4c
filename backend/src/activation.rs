//! Activation (mission §2.2): the link alone changes nothing; link, identifiant and password together do, once.

use domain::{
    account_forms,
    email::Email,
    form::{Answers, check},
    problem::Problem,
};
use uuid::Uuid;

use crate::{
    Error, Portal,
    account::{self, Account, NewAccount},
    db::{Duration, Tx},
    mail::{self, ActivationLetter},
    on, on_tx, registration,
    secret::Token,
    session::Client,
    throttle,
};

/// Draws a link and queues its mail, in the transaction that made the account.
pub(crate) async fn send_link(
    tx: &mut Tx,
    portal: &Portal,
    id: Uuid,
    account: &NewAccount,
) -> Result<(), Error> {
    draw_link(tx, portal, id, account.first_name.clone(), account.login.to_string(), account.email.as_str())
        .await
}

/// The same for an account that waits already.
pub(crate) async fn send_link_again(tx: &mut Tx, portal: &Portal, pending: &Account) -> Result<(), Error> {
    let (first_name, login) = (pending.first_name.clone(), pending.login.clone());
    draw_link(tx, portal, pending.id, first_name, login, &pending.email).await
}

async fn draw_link(
    tx: &mut Tx,
    portal: &Portal,
    id: Uuid,
    first_name: String,
    login: String,
    address: &str,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let valid_hours = portal.config.security.activation_hours;
    let token = Token::draw();
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO activation_link (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(Token::hash(token.expose()))
        .bind(id)
        .bind(now)
        .bind(now + Duration::from_secs(valid_hours * 3600))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    let link = portal.link(&format!("/activation?jeton={}", token.expose()));
    mail::enqueue(tx, now, address, &ActivationLetter { first_name, login, link, valid_hours }).await
}

/// Is the link good for an activation now? Reads only: mail scanners open links.
pub async fn is_link_alive(portal: &Portal, token: &str) -> Result<bool, Error> {
    Ok(account_of_link(portal, token).await?.is_some())
}

async fn account_of_link(portal: &Portal, token: &str) -> Result<Option<Account>, Error> {
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

/// Activates the account of a link (`jeton` in the answers) for who knows its identifiant and password.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::DeadLink`] when the link is expired, used or forged; [`Problem::WrongCredentials`],
/// which uses nothing up; [`Problem::TooManyAttempts`].
pub async fn activate(portal: &Portal, answers: &Answers) -> Result<(), Error> {
    let problems = check(&account_forms::activation(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let token = answers.text("jeton");
    let Some(account) = account_of_link(portal, token).await? else {
        return Err(Error::invalid("", Problem::DeadLink));
    };
    let settings = &portal.config.sign_in;
    let bucket = format!("compte:{}", account.id);
    let attempt = throttle::allow(portal, &bucket, settings.attempts_per_account, settings.window()).await?;
    let typed = answers.text("identifiant").to_ascii_lowercase();
    let named = typed == account.login || typed == account.email;
    let right =
        portal.passwords.verify(Some(&account.password_hash), answers.raw("mot_de_passe").to_owned()).await?;
    if !(named && right) {
        return Err(Error::invalid("", Problem::WrongCredentials));
    }
    use_link(portal, token, account.id).await?;
    throttle::forgive(portal, attempt).await
}

/// Whoever sets `used_at` first is the one who activates.
async fn use_link(portal: &Portal, token: &str, account: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let used = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE activation_link SET used_at = $1
             WHERE token_hash = $2 AND account_id = $3 AND used_at IS NULL AND expires_at > $1",
        )
        .bind(now)
        .bind(Token::hash(token))
        .bind(account)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    let activated = on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET activated_at = $1 WHERE id = $2 AND activated_at IS NULL")
            .bind(now)
            .bind(account)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if used != 1 || activated != 1 {
        return Err(Error::invalid("", Problem::DeadLink));
    }
    tx.commit().await?;
    Ok(())
}

/// Sends a new link to the owner of a pending account; the answer is the same for any address.
///
/// # Errors
/// [`Error::Invalid`]: not an address, or too many demands from this network.
pub async fn resend(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let problems = check(&account_forms::resend_activation(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    registration::limit(portal, client).await?;
    let address = Email::parse(answers.text("email")).map_err(|problem| Error::invalid("email", problem))?;
    let may_write = registration::may_write_to(portal, address.as_str()).await?;
    let pending = account::by_login_or_email(&portal.db, address.as_str()).await?;
    let Some(pending) = pending.filter(|account| account.activated_at.is_none() && may_write) else {
        return Ok(());
    };
    let mut tx = portal.db.begin().await?;
    send_link_again(&mut tx, portal, &pending).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}
