//! Sign-in (mission §2.3): identifiant or address + password, then what the account's level asks: at the lowest level a
//! code by mail on a device not seen before, at the others their factor, every time.
//!
//! Passwords are evaluated at most so many times per account and per network within a window; codes as well. A trusted
//! device has a count of its own, so that who tries from elsewhere never locks the owner out.

pub mod code;
mod device;
mod finish;
mod passkey;
mod proof;
mod second_step;

use domain::{
    account_forms,
    factor::Way,
    form::{Answers, check},
    problem::Problem,
};
use url::Url;
use uuid::Uuid;

use crate::{
    Error, Portal,
    account::{self, Account},
    factors, history, identity,
    secret::Token,
    session::{self, Client, Session},
    throttle,
};

pub(crate) use device::forget_devices;
pub use device::{coarse_network, device_label, place};
pub use passkey::{passkey_question, sign_in_with_passkey};
pub use proof::{ProofAsked, proof_asked, prove, send_proof_code};
pub use second_step::{Asked, asked, confirm_code, masked_address, resend_code};

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
    /// What the level asks after the password is awaited.
    Code,
    /// Signed in, but this, which the level promises, is to be added before anything else.
    Enrol(Way),
    /// Signed in.
    Done,
}

impl From<finish::Finished> for SignedIn {
    fn from(finished: finish::Finished) -> Self {
        let next = finished.to_add.map_or(Next::Done, Next::Enrol);
        SignedIn { token: finished.token, device: None, next }
    }
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
    session::set_provider(portal, session.id, None).await?;
    go_on(portal, session, client, &found, device).await
}

/// The first step was taken at an identity provider, which stands for the password; `strong`: and for what the level
/// asks after it.
pub(crate) async fn proved_elsewhere(
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: Uuid,
    strong: bool,
) -> Result<SignedIn, Error> {
    if strong {
        return Ok(finish::finish(portal, session, client, account, None).await?.into());
    }
    let found = account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)?;
    let device = device::known(portal, account, client).await?;
    go_on(portal, session, client, &found, device).await
}

/// What the level asks after the first step.
async fn go_on(
    portal: &Portal,
    session: &Session,
    client: &Client,
    found: &Account,
    device: Option<Uuid>,
) -> Result<SignedIn, Error> {
    let standing = factors::standing(portal, found.id).await?;
    if device.is_some() && !standing.proofs.asked_everywhere() {
        return Ok(finish::finish(portal, session, client, found.id, None).await?.into());
    }
    let way = standing.proofs.ways().first().copied().unwrap_or(Way::Mail);
    if way.is_sent() {
        code::limit(portal, found.id).await?;
    }
    let mut tx = portal.db.begin().await?;
    let token = session::await_code(&mut tx, session.id, found.id).await?;
    if way.is_sent() {
        code::send(&mut tx, portal, session.id, found, way, standing.sms_number.as_deref()).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
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
    let mut attempts = Vec::with_capacity(buckets.len());
    for (bucket, limit) in buckets {
        attempts.push(throttle::allow(portal, &bucket, limit, settings.window()).await?);
    }
    Ok(attempts)
}

/// Ends the session; nothing brings it back. Gives the address at the identity provider where the browser must go next,
/// when one opened the session.
pub async fn sign_out(portal: &Portal, session: &Session) -> Result<Option<Url>, Error> {
    session::close(portal, session.id).await?;
    identity::sign_out_there(portal, session).await
}
