use domain::{
    account_forms,
    form::{Answers, check},
    problem::Problem,
};

use platform::{Error, secret::Token};

use super::{
    attempts::{count_attempt, forgive, limit_codes},
    code::send,
};

use crate::{
    Portal,
    accounts::sessions::{self, Client, Session},
    customs::agents,
};

/// First step of sign-in: checks the password, mails the code and returns a new session token.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCredentials`] without distinction for a wrong password and an unknown or disabled
/// agent; [`Problem::TooManyAttempts`].
pub async fn sign_in(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let problems = check(&account_forms::agent_sign_in(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let login = answers.text("identifiant").to_lowercase();
    let agent = agents::by_login(portal, &login).await?;
    let attempts = count_attempt(portal, &login, agent.as_ref(), client).await?;
    let stored = agent.as_ref().map(|agent| agent.password_hash.as_str());
    let is_right = portal.passwords.verify(stored, answers.raw("mot_de_passe").to_owned()).await?;
    let Some(agent) = agent.filter(|_| is_right) else {
        return Err(Error::invalid("", Problem::WrongCredentials));
    };
    forgive(portal, attempts).await?;
    limit_codes(portal, agent.id).await?;
    let mut tx = portal.db.begin().await?;
    let token = sessions::await_agent_code(&mut tx, session.id, agent.id).await?;
    send(&mut tx, portal, session.id, &agent).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}
