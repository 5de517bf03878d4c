//! A fresh proof of an agent (001): the password and a mailed code, given again before an official act.

use domain::{
    factor::Way,
    factor_forms,
    form::{Answers, check},
    problem::Problem,
};

use super::{Found, by_id, count, matched, send_again};
use crate::{
    Error, Portal,
    secret::Token,
    session::{self, Client, Session},
    throttle,
};

/// Takes the password and the mailed code.
///
/// # Errors
/// [`Error::NotFound`] when the visitor is no agent; [`Error::Invalid`]: [`Problem::WrongPassword`], what is wrong with
/// the code, [`Problem::TooManyAttempts`].
pub async fn prove(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let agent = signed_in(portal, session).await?;
    let problems = check(&factor_forms::proof(Some(Way::Mail)), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let attempts = count(portal, &agent.login, Some(&agent), client).await?;
    let typed = answers.raw("mot_de_passe").to_owned();
    if !portal.passwords.verify(Some(&agent.password_hash), typed).await? {
        return Err(Error::invalid("mot_de_passe", Problem::WrongPassword));
    }
    matched(portal, session, answers).await?;
    for attempt in attempts {
        throttle::forgive(portal, attempt).await?;
    }
    let mut tx = portal.db.begin().await?;
    let token = session::note_proof(&mut tx, session.id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Mails the code of a proof.
///
/// # Errors
/// [`Error::NotFound`] when the visitor is no agent; [`Error::Invalid`]: too many codes.
pub async fn send_proof_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    send_again(portal, session, &signed_in(portal, session).await?).await
}

async fn signed_in(portal: &Portal, session: &Session) -> Result<Found, Error> {
    by_id(portal, session.agent()?.agent).await?.ok_or(Error::NotFound)
}
