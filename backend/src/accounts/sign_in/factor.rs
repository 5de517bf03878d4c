//! Check of a second factor, at sign-in and at re-authentication.

use domain::{form::Answers, mfa::SecondFactor, mfa_forms::PASSKEY_RESPONSE, problem::Problem};
use platform::Error;

use super::code::{self, Purpose};
use crate::{
    Portal,
    accounts::{
        history,
        mfa::{self, passkeys},
        sessions::{self, Client, Owner},
    },
    id::{AccountId, SessionId},
};

/// Checks the code or the passkey response among the answers and consumes it. Records a wrong one in the history.
///
/// # Errors
/// [`Error::Invalid`]: wrong, used or expired; on the field `code` if one was typed.
pub(super) async fn accept(
    portal: &Portal,
    session: SessionId,
    account: AccountId,
    client: &Client,
    factor: SecondFactor,
    answers: &Answers,
) -> Result<(), Error> {
    let outcome = check(portal, session, Owner::Account(account), client, factor, answers).await;
    if is_wrong_answer(&outcome) {
        history::record_failed_sign_in(portal, Some(account), client).await?;
    }
    outcome
}

/// Returns `true` if a wrong code or response was given, as opposed to none, an expired or a replaced one.
pub(crate) fn is_wrong_answer(outcome: &Result<(), Error>) -> bool {
    matches!(outcome, Err(Error::Invalid(problems)) if problems.iter().any(|one| is_wrong(&one.problem)))
}

fn is_wrong(problem: &Problem) -> bool {
    !matches!(
        problem,
        Problem::ExpiredCode | Problem::ReplacedCode | Problem::ExpiredChallenge | Problem::NoPasskeyResponse
    )
}

/// Checks the code or the passkey response of an account or a member of the staff, and consumes it.
///
/// # Errors
/// [`Error::Invalid`]: wrong, used or expired; on the field `code` if one was typed.
pub(crate) async fn check(
    portal: &Portal,
    session: SessionId,
    owner: Owner,
    client: &Client,
    factor: SecondFactor,
    answers: &Answers,
) -> Result<(), Error> {
    let (code, place) = (answers.text("code"), sessions::place(client));
    let (accepted, problem) = match factor {
        SecondFactor::Mail => return check_sent_code(portal, session, Purpose::Mail, code).await,
        SecondFactor::Sms => return check_sent_code(portal, session, Purpose::Sms, code).await,
        SecondFactor::Passkey => {
            let response = answers.raw(PASSKEY_RESPONSE);
            return passkeys::accept_second_factor(portal, session, owner, response, &place).await;
        }
        SecondFactor::AuthenticatorApp => {
            (mfa::accept_totp_code(portal, owner, code, &place).await?, Problem::WrongTotpCode)
        }
        SecondFactor::RecoveryCode => {
            (mfa::accept_recovery_code(portal, owner, code, &place).await?, Problem::WrongRecoveryCode)
        }
    };
    if accepted { Ok(()) } else { Err(Error::invalid("code", problem)) }
}

async fn check_sent_code(
    portal: &Portal,
    session: SessionId,
    purpose: Purpose<'_>,
    code: &str,
) -> Result<(), Error> {
    code::check(portal, session, purpose, code).await?.into_result()
}
