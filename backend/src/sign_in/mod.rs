//! Sign-in (mission §2.3): identifiant or address + password, then a code by mail on a device not seen before.
//!
//! Passwords are evaluated at most so many times per account and per network within a window. A trusted device has a
//! count of its own, so that who tries passwords from elsewhere never locks the owner out.

pub mod code;
mod device;

use domain::{
    account_forms,
    form::{Answers, check},
    problem::Problem,
    siren::Siren,
};
use uuid::Uuid;

use crate::{
    Error, Portal,
    account::{self, Account},
    companies,
    db::{Duration, Moment, Tx},
    history::{self, Event},
    mail::{self, CodeLetter},
    on_tx, profile,
    secret::Token,
    session::{self, Client, CodeAwaited, PreviousSignIn, Session, SignedInAs, Visitor},
    throttle::{self, Attempt},
};
use code::CodeCheck;

pub use device::{coarse_network, device_label, place};

/// What the browser is given and where it goes next.
#[derive(Debug)]
pub struct SignedIn {
    /// New token of the session cookie.
    pub token: Token,
    /// Token of the trusted-device cookie, when the person ticked « faire confiance ».
    pub device: Option<Token>,
    pub next: Next,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A code was sent by mail and is awaited.
    Code,
    /// Signed in.
    Done,
}

/// First step.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCredentials`], the same for an unknown account, a wrong password and an account
/// that was not activated; [`Problem::TooManyAttempts`].
pub async fn sign_in(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<SignedIn, Error> {
    let problems = check(&account_forms::sign_in(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let typed = answers.text("identifiant");
    let found =
        account::by_login_or_email(&portal.db, typed).await?.filter(|found| found.activated_at.is_some());
    let account_id = found.as_ref().map_or(Uuid::nil(), |found| found.id);
    let device = device::known(portal, account_id, client).await?;
    let attempts = count(portal, typed, account_id, device, client).await?;
    let stored = found.as_ref().map(|found| found.password_hash.as_str());
    let right = portal.passwords.verify(stored, answers.raw("mot_de_passe").to_owned()).await?;
    if !right {
        history::note_failure(portal, found.as_ref().map(|found| found.id), client).await?;
    }
    let Some(found) = found.filter(|_| right) else {
        return Err(Error::invalid("", Problem::WrongCredentials));
    };
    for attempt in attempts {
        throttle::forgive(portal, attempt).await?;
    }
    if device.is_some() {
        let token = finish(portal, session, client, found.id, None).await?;
        return Ok(SignedIn { token, device: None, next: Next::Done });
    }
    let token = ask_code(portal, session.id, &found).await?;
    Ok(SignedIn { token, device: None, next: Next::Code })
}

/// Counts the attempt; an unknown account is counted as a known one is.
async fn count(
    portal: &Portal,
    typed: &str,
    account: Uuid,
    device: Option<Uuid>,
    client: &Client,
) -> Result<Vec<Uuid>, Error> {
    let settings = &portal.config.sign_in;
    let account_bucket = match (device, account.is_nil()) {
        (Some(device), _) => format!("appareil:{device}"),
        (None, false) => format!("compte:{account}"),
        (None, true) => format!("inconnu:{}", hex::encode(Token::hash(&typed.to_lowercase()))),
    };
    let mut buckets = vec![(account_bucket, settings.attempts_per_account)];
    if device.is_none() {
        let network = format!("reseau:{}", throttle::network(client.address));
        buckets.insert(0, (network, settings.attempts_per_network));
    }
    let window = Duration::from_secs(settings.window_minutes * 60);
    let mut attempts = Vec::with_capacity(buckets.len());
    for (bucket, limit) in buckets {
        match throttle::attempt(portal, &bucket, limit, window).await? {
            Attempt::Allowed(id) => attempts.push(id),
            Attempt::Refused { retry_after } => {
                let minutes = throttle::minutes(retry_after);
                return Err(Error::invalid("", Problem::TooManyAttempts { minutes }));
            }
        }
    }
    Ok(attempts)
}

async fn ask_code(portal: &Portal, session: Uuid, account: &Account) -> Result<Token, Error> {
    limit_codes(portal, account.id).await?;
    let mut tx = portal.db.begin().await?;
    let token = session::await_code(&mut tx, session, account.id).await?;
    send_code(&mut tx, portal, session, account).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}

async fn limit_codes(portal: &Portal, account: Uuid) -> Result<(), Error> {
    let settings = &portal.config.sign_in;
    let window = Duration::from_secs(settings.window_minutes * 60);
    let bucket = format!("codes:{account}");
    match throttle::attempt(portal, &bucket, settings.codes_per_account, window).await? {
        Attempt::Allowed(_) => Ok(()),
        Attempt::Refused { retry_after } => {
            Err(Error::invalid("", Problem::TooManyAttempts { minutes: throttle::minutes(retry_after) }))
        }
    }
}

async fn send_code(tx: &mut Tx, portal: &Portal, session: Uuid, account: &Account) -> Result<(), Error> {
    let letter = CodeLetter {
        first_name: account.first_name.clone(),
        code: code::issue(tx, portal, session).await?,
        valid_minutes: portal.config.sign_in.code_minutes,
    };
    mail::enqueue(tx, portal.clock.now(), &account.email, &letter).await
}

/// Second step: the 6-digit code.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCode`] on `code`; [`Problem::ExpiredCode`] when no code is awaited any more.
pub async fn confirm_code(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<SignedIn, Error> {
    let problems = check(&account_forms::sign_in_code(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let Visitor::CodeAwaited(CodeAwaited::Account(account)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    match code::check(portal, session.id, answers.text("code")).await? {
        CodeCheck::Right => {}
        CodeCheck::Wrong { .. } => {
            history::note_failure(portal, Some(account), client).await?;
            return Err(Error::invalid("code", Problem::WrongCode));
        }
        CodeCheck::Expired => return Err(Error::invalid("code", Problem::ExpiredCode)),
    }
    let device = (!answers.text("confiance").is_empty()).then(Token::draw);
    let token = finish(portal, session, client, account, device.as_ref()).await?;
    Ok(SignedIn { token, device, next: Next::Done })
}

/// Sends another code; the one before is worth nothing any more.
pub async fn resend_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    let account = awaited_account(portal, session).await?;
    limit_codes(portal, account.id).await?;
    let mut tx = portal.db.begin().await?;
    send_code(&mut tx, portal, session.id, &account).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Where the code was sent, as much as may be shown: « a•••@exemple.fr ».
pub async fn masked_address(portal: &Portal, session: &Session) -> Result<String, Error> {
    let account = awaited_account(portal, session).await?;
    let (local, domain) = account.email.split_once('@').unwrap_or((&account.email, ""));
    let first: String = local.chars().take(1).collect();
    Ok(format!("{first}•••@{domain}"))
}

async fn awaited_account(portal: &Portal, session: &Session) -> Result<Account, Error> {
    let Visitor::CodeAwaited(CodeAwaited::Account(account)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)
}

/// Makes the session the person's, remembers this connection for the next one's confirmation page, and chooses the
/// SIREN when there is only one (mission §3.2).
async fn finish(
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: Uuid,
    device: Option<&Token>,
) -> Result<Token, Error> {
    let siren = only_siren(portal, account).await;
    let event = match device::known(portal, account, client).await? {
        Some(_) => Event::SignedIn,
        None => Event::NewDevice,
    };
    let mut tx = portal.db.begin().await?;
    let now = portal.clock.now();
    let previous = note_sign_in(&mut tx, now, client, account).await?;
    if event == Event::NewDevice {
        profile::tell_new_device(&mut tx, portal, now, account, &place(client)).await?;
    }
    history::note(&mut tx, now, account, &place(client), event).await?;
    if let Some(device) = device {
        device::trust(&mut tx, portal, account, client, device).await?;
    }
    let standing = SignedInAs { account, siren, previous };
    let token = session::sign_usager_in(&mut tx, portal, session.id, &standing).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}

/// A co-owner that does not answer must not keep anyone from signing in: the choice is then made on the page.
async fn only_siren(portal: &Portal, account: Uuid) -> Option<Siren> {
    let companies = async {
        // Asked first: it brings the rights up to date when they are stale.
        companies::habilitations(portal, account, None).await?;
        companies::companies_of(portal, account).await
    };
    match companies.await.as_deref() {
        Ok([only]) => Some(only.siren.clone()),
        Ok(_) => None,
        Err(error) => {
            tracing::warn!(%error, "the only SIREN could not be chosen at sign-in");
            None
        }
    }
}

async fn note_sign_in(
    tx: &mut Tx,
    now: Moment,
    client: &Client,
    account: Uuid,
) -> Result<Option<PreviousSignIn>, Error> {
    let (at, place): (Option<Moment>, Option<String>) = on_tx!(tx, |c| {
        sqlx::query_as("SELECT last_sign_in_at, last_sign_in_place FROM account WHERE id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET last_sign_in_at = $1, last_sign_in_place = $2 WHERE id = $3")
            .bind(now)
            .bind(device::place(client))
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(at.map(|at| PreviousSignIn { at, place: place.unwrap_or_default() }))
}

/// Ends the session; nothing brings it back.
pub async fn sign_out(portal: &Portal, session: &Session) -> Result<(), Error> {
    session::close(portal, session.id).await
}
