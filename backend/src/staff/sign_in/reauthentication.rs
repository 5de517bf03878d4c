//! Re-authentication of a member before an official act (001), an act of administration or a change of their factors: password
//! and second factor.

use domain::{
    form::{Answers, checked},
    mfa::SecondFactor,
    mfa_forms,
    problem::Problem,
};

use platform::{Error, secret::Token};

use super::{
    attempts::{count_attempt, forgive},
    code::{accepted, check_factor, mailbox, passkey_challenge, send_limited},
    failures::{self, Cause},
};

use crate::{
    Portal,
    accounts::{
        sessions::{self, Client, Session},
        sign_in::{ReauthenticationStep, code},
    },
    staff::members::{self, Credentials},
};

/// Returns the re-authentication of the signed-in member. `requested`: code of another factor that the person chose.
///
/// # Errors
/// [`Error::NotFound`] if the visitor is not a member.
pub async fn reauthentication_step(
    portal: &Portal,
    session: &Session,
    requested: &str,
) -> Result<ReauthenticationStep, Error> {
    let member = signed_in_member(portal, session).await?;
    let accepted = accepted(portal, member.id).await?;
    let factor = SecondFactor::select(&accepted, requested).unwrap_or(SecondFactor::Mail);
    Ok(ReauthenticationStep {
        factor: Some(factor),
        other_factors: accepted.into_iter().filter(|other| *other != factor).map(Some).collect(),
        passkey_challenge: passkey_challenge(portal, session, member.id, factor).await?,
        mailbox: mailbox(portal, &member, factor).await?,
    })
}

/// Checks the password and the factor `moyen`, by default the first accepted one; a passkey alone replaces both. Returns a new
/// session token.
///
/// # Errors
/// [`Error::NotFound`] if the visitor is not a member; [`Error::Invalid`]: [`Problem::WrongPassword`], the problem of the
/// code or of the passkey response, [`Problem::TooManyAttempts`].
pub async fn reauthenticate(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let member = signed_in_member(portal, session).await?;
    let accepted = accepted(portal, member.id).await?;
    let factor = SecondFactor::select(&accepted, answers.text("moyen")).unwrap_or(SecondFactor::Mail);
    let answers = &checked(&mfa_forms::reauthentication(Some(factor)), answers, &())?;
    let attempts = count_attempt(portal, &member.login, Some(&member), client).await?;
    if factor != SecondFactor::Passkey {
        check_password(portal, &member, client, answers.raw("mot_de_passe")).await?;
    }
    let checked = check_factor(portal, session, &member, client, factor, answers).await;
    if checked.is_ok() || code::is_replaced(&checked) {
        forgive(portal, attempts).await?;
    }
    checked?;
    let mut tx = portal.db.begin().await?;
    let token = sessions::record_reauthentication(&mut tx, session.id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

async fn check_password(
    portal: &Portal,
    member: &Credentials,
    client: &Client,
    typed: &str,
) -> Result<(), Error> {
    if portal.passwords.verify(member.password_hash.as_deref(), typed.to_owned()).await? {
        return Ok(());
    }
    failures::record(portal, Some(member.id), client, Cause::Password).await?;
    Err(Error::invalid("mot_de_passe", Problem::WrongPassword))
}

/// Mails the code of a re-authentication.
///
/// # Errors
/// [`Error::NotFound`] if the visitor is not a member or has a strong factor; [`Error::Invalid`]: too many codes.
pub async fn send_reauthentication_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    send_limited(portal, session, &signed_in_member(portal, session).await?).await
}

async fn signed_in_member(portal: &Portal, session: &Session) -> Result<Credentials, Error> {
    members::by_id(portal, session.staff()?.id).await?.ok_or(Error::NotFound)
}
