//! Second step of sign-in: the second factor, after the password.

use domain::{
    email,
    form::{Answers, checked},
    mfa::SecondFactor,
    mfa_forms,
    phone::Mobile,
    problem::Problem,
};
use platform::{Error, secret::Token, throttle};

use super::{code, factor, finish::finish, outcome::SignInOutcome};
use crate::{
    Portal,
    accounts::{
        account::{self, Account},
        devices,
        mfa::{self, FactorState, passkeys},
        sessions::{Client, CodeAwaited, Owner, Session, Visitor},
    },
};

/// Content of the page of the second step.
#[derive(Clone, Debug)]
pub struct SecondStep {
    pub factor: SecondFactor,
    /// Other factors that the security level accepts.
    pub other_factors: Vec<SecondFactor>,
    /// Masked address or number that codes are sent to; empty if the factor sends none.
    pub destination: String,
    /// The mail server refused the last mail to the account for good: the code will not arrive.
    pub mail_refused: bool,
    /// The code was sent at the first step; otherwise the person must request it.
    pub is_sent: bool,
    /// The second factor is required on trusted devices too.
    pub on_trusted_devices: bool,
    pub passkey_challenge: Option<String>,
}

/// Returns the second step of the session. `requested`: code of another factor that the person chose.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ExpiredCode`] if the session awaits no second factor.
pub async fn second_step(portal: &Portal, session: &Session, requested: &str) -> Result<SecondStep, Error> {
    let (account, state) = awaited(portal, session).await?;
    let accepted = state.available.accepted();
    let factor = SecondFactor::select(&accepted, requested).unwrap_or(SecondFactor::Mail);
    let (destination, mail_refused) = match (factor, state.sms_number.as_deref().map(Mobile::parse)) {
        (SecondFactor::Mail, _) => {
            let mailbox = code::MailDestination::of(portal, &account.email).await?;
            (mailbox.masked, mailbox.is_refused)
        }
        (SecondFactor::Sms, Some(Ok(number))) => (number.masked(), false),
        _ => (String::new(), false),
    };
    let passkey_challenge = match factor {
        SecondFactor::Passkey => {
            Some(passkeys::begin_second_factor(portal, session.id, Owner::Account(account.id)).await?)
        }
        _ => None,
    };
    Ok(SecondStep {
        passkey_challenge,
        mail_refused,
        is_sent: accepted.first() == Some(&factor),
        on_trusted_devices: state.available.required_on_trusted_devices(),
        other_factors: accepted.into_iter().filter(|other| *other != factor).collect(),
        factor,
        destination,
    })
}

/// Checks the code or passkey response of the factor `moyen`, by default the first accepted one, and finishes the
/// sign-in.
///
/// # Errors
/// [`Error::Invalid`]: the problem of the code, on the field `code`; [`Problem::ExpiredCode`] if the session awaits
/// none; [`Problem::TooManyAttempts`].
pub async fn confirm_code(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<SignInOutcome, Error> {
    let (account, state) = awaited(portal, session).await?;
    let factor = SecondFactor::select(&state.available.accepted(), answers.text("moyen"))
        .unwrap_or(SecondFactor::Mail);
    let on_trusted_devices = state.available.required_on_trusted_devices();
    let answers = &checked(&mfa_forms::sign_in_code(factor, on_trusted_devices), answers, &())?;
    let device = devices::find(portal, account.id, client).await?;
    let attempt = mfa::count_attempt(portal, Owner::Account(account.id), device).await?;
    let accepted = factor::accept(portal, session.id, account.id, client, factor, answers).await;
    if accepted.is_ok() || code::is_replaced(&accepted) {
        throttle::forgive(portal, attempt).await?;
    }
    accepted?;
    if factor == SecondFactor::Sms {
        account::confirm_sms_number(&portal.db, portal.clock.now(), account.id).await?;
    }
    let device = (!answers.text("confiance").is_empty()).then(Token::generate);
    let outcome = finish(portal, session, client, account.id, device.as_ref()).await?;
    Ok(SignInOutcome { device, ..outcome })
}

/// Sends another code of the factor `requested`; the earlier one becomes invalid.
pub async fn resend_code(portal: &Portal, session: &Session, requested: &str) -> Result<(), Error> {
    let (account, state) = awaited(portal, session).await?;
    let factor = SecondFactor::select(&state.available.accepted(), requested);
    code::resend(portal, session.id, &account, &state, factor).await
}

/// Returns the masked address of the account whose second factor is awaited: « a•••@exemple.fr ».
pub async fn masked_address(portal: &Portal, session: &Session) -> Result<String, Error> {
    Ok(email::masked(&awaited(portal, session).await?.0.email))
}

/// Returns the account whose second factor the session awaits.
async fn awaited(portal: &Portal, session: &Session) -> Result<(Account, FactorState), Error> {
    let Visitor::CodeAwaited(CodeAwaited::Account(account)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    let account = account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)?;
    let state = mfa::factor_state(portal, Owner::Account(account.id)).await?;
    Ok((account, state))
}
