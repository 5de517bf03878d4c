use domain::{
    account_forms,
    form::{Answers, checked},
    login::account_key,
    mfa::SecondFactor,
    problem::Problem,
};
use platform::{Error, throttle};

use super::{
    attempts, code,
    finish::finish,
    outcome::{Next, SignInOutcome},
};
use crate::{
    Portal,
    accounts::{
        account::{self, Account},
        devices, history, mfa,
        sessions::{self, Client, Owner, Session},
    },
    id::{AccountId, TrustedDeviceId},
};

/// First step of sign-in: checks the password.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCredentials`], whether the account is unknown, the password wrong or the account
/// pending; [`Problem::TooManyAttempts`].
pub async fn sign_in(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<SignInOutcome, Error> {
    let answers = &checked(&account_forms::sign_in(), answers, &())?;
    let typed = &account_key(answers.text("identifiant"));
    let found =
        account::by_login_or_email(&portal.db, typed).await?.filter(|found| found.activated_at.is_some());
    let account_id = found.as_ref().map_or(AccountId::NIL, |found| found.id);
    let device = devices::find(portal, account_id, client).await?;
    let counted = attempts::count(portal, typed, account_id, device, client).await?;
    let found = found.filter(|_| counted.may_compare);
    // Verified even without an account, so that both cases take the same time.
    let stored = found.as_ref().map(|found| found.password_hash.as_str());
    let is_correct = portal.passwords.verify(stored, answers.raw("mot_de_passe").to_owned()).await?;
    if !is_correct {
        history::record_failed_sign_in(portal, found.as_ref().map(|found| found.id), client).await?;
    }
    let Some(found) = found.filter(|_| is_correct) else {
        return Err(Error::invalid("", Problem::WrongCredentials));
    };
    for attempt in counted.attempts {
        throttle::forgive(portal, attempt).await?;
    }
    let session = &sessions::for_sign_in(portal, session, client, Owner::Account(found.id)).await?;
    sessions::set_provider(portal, session.id, None).await?;
    await_second_factor(portal, session, client, &found, device).await
}

/// Like [`sign_in`], for an account that an identity provider authenticated instead of the portal. `strong`: the
/// provider also checked a second factor.
pub(crate) async fn sign_in_from_provider(
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: AccountId,
    strong: bool,
) -> Result<SignInOutcome, Error> {
    if strong {
        return finish(portal, session, client, account, None).await;
    }
    let found = account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)?;
    let device = devices::find(portal, account, client).await?;
    await_second_factor(portal, session, client, &found, device).await
}

/// Sends the code of the default second factor, or finishes the sign-in on a trusted device if the level allows it.
async fn await_second_factor(
    portal: &Portal,
    session: &Session,
    client: &Client,
    found: &Account,
    device: Option<TrustedDeviceId>,
) -> Result<SignInOutcome, Error> {
    let state = mfa::factor_state(portal, Owner::Account(found.id)).await?;
    if device.is_some() && !state.available.required_on_trusted_devices() {
        return finish(portal, session, client, found.id, None).await;
    }
    let factor = state.available.accepted().first().copied().unwrap_or(SecondFactor::Mail);
    if factor.is_sent() {
        code::limit(portal, found.id).await?;
    }
    let mut tx = portal.db.begin().await?;
    let token = sessions::await_code(&mut tx, session.id, Owner::Account(found.id)).await?;
    if factor.is_sent() {
        code::send(&mut tx, portal, session.id, found, factor, state.sms_number.as_deref()).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(SignInOutcome { token, device: None, next: Next::SecondFactor })
}
