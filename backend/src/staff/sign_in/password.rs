use domain::{
    account_forms,
    form::{Answers, checked},
    login::account_key,
    mfa::SecondFactor,
    problem::Problem,
};

use platform::{Error, secret::Token};

use super::{
    attempts::{count_attempt, forgive, limit_codes},
    code::{accepted, send},
    failures::{self, Cause},
};

use crate::{
    Portal,
    accounts::sessions::{self, Client, Owner, Session},
    staff::members,
};

/// First step of sign-in: checks the password, mails the code unless the member has a strong factor, and returns a new session
/// token.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCredentials`] without distinction for a wrong password and an unknown or
/// disabled member; [`Problem::TooManyAttempts`].
pub async fn sign_in(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let answers = &checked(&account_forms::staff_sign_in(), answers, &())?;
    let login = account_key(answers.text("identifiant"));
    let member = members::by_login(portal, &login).await?;
    let attempts = count_attempt(portal, &login, member.as_ref(), client).await?;
    let stored = member.as_ref().and_then(|member| member.password_hash.as_deref());
    let is_correct = portal.passwords.verify(stored, answers.raw("mot_de_passe").to_owned()).await?;
    let known = member.as_ref().map(|member| member.id);
    let Some(member) = member.filter(|_| is_correct) else {
        failures::record(portal, known, client, Cause::Password).await?;
        return Err(Error::invalid("", Problem::WrongCredentials));
    };
    forgive(portal, attempts).await?;
    let mails_code = accepted(portal, member.id).await?.first() == Some(&SecondFactor::Mail);
    if mails_code {
        limit_codes(portal, member.id).await?;
    }
    let session = &sessions::for_sign_in(portal, session, client, Owner::Staff(member.id)).await?;
    let mut tx = portal.db.begin().await?;
    let token = sessions::await_code(&mut tx, session.id, Owner::Staff(member.id)).await?;
    if mails_code {
        send(&mut tx, portal, session.id, &member).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}
