//! Security level of an account (mission §2.1): the second factor that every sign-in requires.

use domain::{
    account::SecurityLevel,
    form::{Answers, checked},
    mfa_forms,
    phone::Mobile,
};
use platform::Error;

use super::{
    passkeys::supports_passkeys,
    set_level::set_level,
    sms_number,
    state::{FactorState, factor_state},
};
use crate::{
    Portal,
    accounts::sessions::{Owner, Session},
    id::AccountId,
};

/// Outcome of the choice of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelChange {
    Done(SecurityLevel),
    /// An authenticator app must be added first; the level changes with it.
    AuthenticatorAppNeeded,
    /// A passkey must be added first; the level changes with it.
    PasskeyNeeded,
    /// A code was sent to the number; the level changes once it is typed.
    NumberToConfirm,
}

/// Levels that the portal can enforce, in order: SMS requires a gateway, passkeys require a base URL that browsers
/// accept.
pub fn levels(portal: &Portal) -> Vec<SecurityLevel> {
    let is_enforceable = |level: &SecurityLevel| match level {
        SecurityLevel::Sms => portal.sms.is_some(),
        SecurityLevel::Passkey => supports_passkeys(portal),
        SecurityLevel::Password | SecurityLevel::Totp => true,
    };
    SecurityLevel::ALL.into_iter().filter(is_enforceable).collect()
}

pub async fn level(portal: &Portal, account: AccountId) -> Result<SecurityLevel, Error> {
    Ok(factor_state(portal, Owner::Account(account)).await?.available.level)
}

/// Changes the level, or begins to set up the factor that it requires.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form, `ReauthenticationRequired`, `TooManyAttempts` (codes sent).
pub async fn change_level(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<LevelChange, Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let answers = &checked(&mfa_forms::level(&levels(portal)), answers, &())?;
    let level = SecurityLevel::from_code(answers.text("niveau")).unwrap_or(SecurityLevel::Password);
    let state = factor_state(portal, Owner::Account(account)).await?;
    match level {
        SecurityLevel::Passkey if !state.available.passkey => return Ok(LevelChange::PasskeyNeeded),
        SecurityLevel::Totp if !state.available.authenticator_app => {
            return Ok(LevelChange::AuthenticatorAppNeeded);
        }
        SecurityLevel::Sms => {
            let number = Mobile::parse(answers.text("numero_sms"))
                .map_err(|problem| Error::invalid("numero_sms", problem))?;
            if !is_confirmed(&state, &number) {
                sms_number::begin(portal, session, account, &number).await?;
                return Ok(LevelChange::NumberToConfirm);
            }
        }
        _ => {}
    }
    let mut tx = portal.db.begin().await?;
    set_level(&mut tx, portal.clock.now(), session, level).await?;
    tx.commit().await?;
    Ok(LevelChange::Done(level))
}

/// Returns `true` if this is the number of the account and was confirmed with a code.
fn is_confirmed(state: &FactorState, number: &Mobile) -> bool {
    state.available.sms_confirmed && state.sms_number.as_deref() == Some(number.as_str())
}
