//! Re-authentication of a member before an official act (001) or an act of administration: password and mailed code.

use domain::{
    form::{Answers, checked},
    mfa::SecondFactor,
    mfa_forms,
    problem::Problem,
};

use platform::{Error, secret::Token};

use super::{
    attempts::{count_attempt, forgive},
    code::{check_code, send_limited},
    failures::{self, Cause},
};

use crate::{
    Portal,
    accounts::{
        sessions::{self, Client, Session},
        sign_in::code,
    },
    staff::members::{self, Credentials},
};

/// Checks password and mailed code, and returns a new session token.
///
/// # Errors
/// [`Error::NotFound`] if the visitor is not a member; [`Error::Invalid`]: [`Problem::WrongPassword`], a wrong or
/// expired code, [`Problem::TooManyAttempts`].
pub async fn reauthenticate(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let member = signed_in_member(portal, session).await?;
    let answers = &checked(&mfa_forms::reauthentication(Some(SecondFactor::Mail)), answers, &())?;
    let attempts = count_attempt(portal, &member.login, Some(&member), client).await?;
    let typed = answers.raw("mot_de_passe").to_owned();
    if !portal.passwords.verify(member.password_hash.as_deref(), typed).await? {
        failures::record(portal, Some(member.id), client, Cause::Password).await?;
        return Err(Error::invalid("mot_de_passe", Problem::WrongPassword));
    }
    let checked = check_code(portal, session, &member, client, answers).await;
    if checked.is_ok() || code::is_replaced(&checked) {
        forgive(portal, attempts).await?;
    }
    checked?;
    let mut tx = portal.db.begin().await?;
    let token = sessions::record_reauthentication(&mut tx, session.id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Mails the code of a re-authentication.
///
/// # Errors
/// [`Error::NotFound`] if the visitor is not a member; [`Error::Invalid`]: too many codes.
pub async fn send_reauthentication_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    send_limited(portal, session, &signed_in_member(portal, session).await?).await
}

async fn signed_in_member(portal: &Portal, session: &Session) -> Result<Credentials, Error> {
    members::by_id(portal, session.staff()?.id).await?.ok_or(Error::NotFound)
}
