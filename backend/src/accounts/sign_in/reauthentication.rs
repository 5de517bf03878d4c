//! Re-authentication of a signed-in person (mission §2.4): the password and the second factor of the level, required
//! before sensitive actions when the last authentication is older than `sessions.reauthentication_seconds`.

use domain::{
    account::SecurityLevel,
    form::{Answers, checked},
    mfa::SecondFactor,
    mfa_forms,
    problem::Problem,
};
use platform::{Error, secret::Token, throttle};

use super::{code, factor};
use crate::{
    Portal,
    accounts::{
        account, devices, history,
        mfa::{self, FactorState, passkeys},
        sessions::{self, Client, Owner, Session},
    },
    id::AccountId,
};

/// Content of the re-authentication page.
#[derive(Clone, Debug)]
pub struct ReauthenticationStep {
    /// Factor after the password, or instead of it for a passkey; `None` if the password is enough.
    pub factor: Option<SecondFactor>,
    /// Other accepted factors.
    pub other_factors: Vec<Option<SecondFactor>>,
    pub passkey_challenge: Option<String>,
    /// Address that codes are sent to, if the factor is a mailed code.
    pub mailbox: Option<code::MailDestination>,
}

/// Returns the re-authentication of the signed-in person. `requested`: code of another factor that the person chose.
///
/// # Errors
/// [`Error::NotFound`] if no person is signed in.
pub async fn reauthentication_step(
    portal: &Portal,
    session: &Session,
    requested: &str,
) -> Result<ReauthenticationStep, Error> {
    let usager = session.account()?;
    let account = usager.account;
    let accepted = accepted(&mfa::factor_state(portal, Owner::Account(account)).await?);
    let factor = select(&accepted, requested);
    let passkey_challenge = match factor {
        Some(SecondFactor::Passkey) => {
            Some(passkeys::begin_second_factor(portal, session.id, Owner::Account(account)).await?)
        }
        _ => None,
    };
    let other_factors = accepted.into_iter().filter(|other| *other != factor).collect();
    let mailbox = match factor {
        Some(SecondFactor::Mail) => Some(code::MailDestination::of(portal, &usager.email).await?),
        _ => None,
    };
    Ok(ReauthenticationStep { factor, other_factors, passkey_challenge, mailbox })
}

/// Factors accepted after the password, the default one first; `None`: the password is enough.
fn accepted(state: &FactorState) -> Vec<Option<SecondFactor>> {
    match state.available.level {
        SecurityLevel::Password => std::iter::once(None)
            .chain(state.available.passkey.then_some(Some(SecondFactor::Passkey)))
            .collect(),
        _ => state.available.accepted().into_iter().map(Some).collect(),
    }
}

fn select(accepted: &[Option<SecondFactor>], requested: &str) -> Option<SecondFactor> {
    let requested = SecondFactor::from_code(requested);
    if accepted.contains(&requested) { requested } else { accepted.first().copied().flatten() }
}

/// Checks the password and the code of the factor `moyen`, by default the first accepted one; a passkey alone replaces
/// both. Returns the new token of the session.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongPassword`], the problem of the code or of the passkey response,
/// [`Problem::TooManyAttempts`].
pub async fn reauthenticate(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let id = session.account()?.account;
    let factor =
        select(&accepted(&mfa::factor_state(portal, Owner::Account(id)).await?), answers.text("moyen"));
    let answers = &checked(&mfa_forms::reauthentication(factor), answers, &())?;
    let device = devices::find(portal, id, client).await?;
    let attempt = mfa::count_attempt(portal, Owner::Account(id), device).await?;
    if factor != Some(SecondFactor::Passkey) {
        check_password(portal, id, client, answers.raw("mot_de_passe")).await?;
    }
    let accepted = match factor {
        Some(factor) => factor::accept(portal, session.id, id, client, factor, answers).await,
        None => Ok(()),
    };
    if accepted.is_ok() || code::is_replaced(&accepted) {
        throttle::forgive(portal, attempt).await?;
    }
    accepted?;
    let mut tx = portal.db.begin().await?;
    let token = sessions::record_reauthentication(&mut tx, session.id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

async fn check_password(portal: &Portal, id: AccountId, client: &Client, typed: &str) -> Result<(), Error> {
    let found = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    if portal.passwords.verify(Some(&found.password_hash), typed.to_owned()).await? {
        return Ok(());
    }
    history::record_failed_sign_in(portal, Some(id), client).await?;
    Err(Error::invalid("mot_de_passe", Problem::WrongPassword))
}

/// Sends a code of the factor `requested`.
///
/// # Errors
/// [`Error::NotFound`] if the factor sends no code; [`Error::Invalid`]: too many codes.
pub async fn send_reauthentication_code(
    portal: &Portal,
    session: &Session,
    requested: &str,
) -> Result<(), Error> {
    let id = session.account()?.account;
    let state = mfa::factor_state(portal, Owner::Account(id)).await?;
    let factor = select(&accepted(&state), requested);
    let found = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    code::resend(portal, session.id, &found, &state, factor).await
}
