use domain::{
    account_forms,
    form::{Answers, checked},
    problem::Problem,
    rights::{Action, Actor, decide},
};

use platform::{Error, db::Tx, secret::Token, throttle};

use super::{
    attempts::{count_code, limit_codes},
    failures::{self, Cause},
};

use crate::{
    Portal,
    accounts::{
        parked_forms,
        sessions::{self, Client, CodeAwaited, Owner, Session, Visitor},
        sign_in::code::{self, CodeCheck, MailDestination, Purpose},
    },
    customs::{
        agents::{self, Credentials},
        networks::network,
    },
    id::SessionId,
};

/// Second step of sign-in: checks the mailed code and the network, and returns a new session token.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCode`], [`Problem::ExpiredCode`]; [`Error::Refused`] outside the
/// administration's networks without remote access.
pub async fn confirm_code(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let answers = &checked(&account_forms::agent_sign_in_code(), answers, &())?;
    let agent = awaited_agent(portal, session).await?;
    check_code(portal, session, &agent, client, answers).await?;
    let actor = Actor::Agent { services: &[], remote: agent.remote };
    let from = network(&portal.config.agents, client.address);
    if let Err(denial) = decide(&actor, &Action::WorkFrom(from)).or_denied() {
        failures::record(portal, Some(agent.id), client, Cause::Network).await?;
        return Err(Error::Refused(denial));
    }
    let mut tx = portal.db.begin().await?;
    let token = sessions::sign_agent_in(&mut tx, portal, session.id, agent.id).await?;
    let now = portal.clock.now();
    agents::record_sign_in(&mut tx, agent.id, &throttle::network(client.address), now).await?;
    parked_forms::restore(&mut tx, now, session.chain, Owner::Agent(agent.id), session.id).await?;
    tx.commit().await?;
    tracing::info!(agent = %agent.id, "agent signed in");
    Ok(token)
}

/// Checks the mailed code and invalidates it, within the rate limit of the agent.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCode`], [`Problem::ExpiredCode`], [`Problem::TooManyAttempts`].
pub(super) async fn check_code(
    portal: &Portal,
    session: &Session,
    agent: &Credentials,
    client: &Client,
    answers: &Answers,
) -> Result<(), Error> {
    let attempt = count_code(portal, agent, client).await?;
    let check = code::check(portal, session.id, Purpose::Mail, answers.text("code")).await?;
    match check {
        CodeCheck::Right | CodeCheck::Replaced => throttle::forgive(portal, attempt).await?,
        CodeCheck::Wrong { .. } => failures::record(portal, Some(agent.id), client, Cause::Code).await?,
        CodeCheck::Expired => {}
    }
    check.into_result()
}

/// Mails a new code; the previous one is no longer valid.
pub async fn resend_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    send_limited(portal, session, &awaited_agent(portal, session).await?).await
}

/// Mails a code, within the rate limit of the agent.
pub(super) async fn send_limited(
    portal: &Portal,
    session: &Session,
    agent: &Credentials,
) -> Result<(), Error> {
    limit_codes(portal, agent.id).await?;
    let mut tx = portal.db.begin().await?;
    send(&mut tx, portal, session.id, agent).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Mails a code for the session.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    agent: &Credentials,
) -> Result<(), Error> {
    code::send_by_mail(tx, portal, session, &agent.name, &agent.mail).await
}

/// Returns the address that codes of the agent are sent to, at sign-in and re-authentication.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ExpiredCode`] if the visitor is no agent.
pub async fn code_destination(portal: &Portal, session: &Session) -> Result<MailDestination, Error> {
    let agent = match session.agent() {
        Ok(agent) => agents::by_id(portal, agent.agent).await?.ok_or(Error::NotFound)?,
        Err(_) => awaited_agent(portal, session).await?,
    };
    MailDestination::of(portal, &agent.mail).await
}

/// Returns the agent whose code the session awaits.
async fn awaited_agent(portal: &Portal, session: &Session) -> Result<Credentials, Error> {
    let Visitor::CodeAwaited(CodeAwaited::Agent(agent)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    agents::by_id(portal, agent).await?.ok_or_else(|| Error::invalid("", Problem::ExpiredCode))
}
