//! Agents' sign-in (001): password and mailed code, every time; no device is ever trusted.

mod proof;

use domain::{
    account_forms, email,
    form::{Answers, check},
    problem::Problem,
    rights::{Action, Actor, decide},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::Tx,
    mail::{self, CodeLetter},
    on, on_tx,
    secret::Token,
    session::{self, Client, CodeAwaited, Owner, Session, Visitor},
    sign_in::code::{self, CodeCheck, Purpose},
    throttle, unfinished,
};

use super::networks::network;

pub use proof::{prove, send_proof_code};

#[derive(FromRow)]
struct Found {
    id: Uuid,
    login: String,
    name: String,
    mail: String,
    password_hash: String,
    remote: bool,
    network: Option<String>,
}

/// First step: a right password sends the code and gives the session a new token.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCredentials`], the same for an unknown, disabled or mistyped agent;
/// [`Problem::TooManyAttempts`].
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
    let found = by_login(portal, &login).await?;
    let attempts = count(portal, &login, found.as_ref(), client).await?;
    let stored = found.as_ref().map(|found| found.password_hash.as_str());
    let right = portal.passwords.verify(stored, answers.raw("mot_de_passe").to_owned()).await?;
    let Some(found) = found.filter(|_| right) else {
        return Err(Error::invalid("", Problem::WrongCredentials));
    };
    for attempt in attempts {
        throttle::forgive(portal, attempt).await?;
    }
    limit_codes(portal, found.id).await?;
    let mut tx = portal.db.begin().await?;
    let token = session::await_agent_code(&mut tx, session.id, found.id).await?;
    send_code(&mut tx, portal, session.id, &found).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}

/// Second step: the mailed code; outside the administration's networks the agent also needs the right of remote access.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCode`], [`Problem::ExpiredCode`]; [`Error::Refused`] without remote access.
pub async fn confirm_code(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let problems = check(&account_forms::agent_sign_in_code(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let agent = awaited(portal, session).await?;
    matched(portal, session, answers).await?;
    let actor = Actor::Agent { services: &[], remote: agent.remote };
    let from = network(&portal.config.agents, client.address);
    decide(&actor, &Action::WorkFrom(from)).or_denied().map_err(Error::Refused)?;
    let mut tx = portal.db.begin().await?;
    let token = session::sign_agent_in(&mut tx, portal, session.id, agent.id).await?;
    on_tx!(tx, |c| {
        sqlx::query("UPDATE agent SET signed_in_at = $1, network = $2 WHERE id = $3")
            .bind(portal.clock.now())
            .bind(throttle::network(client.address))
            .bind(agent.id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    let (now, owner) = (portal.clock.now(), Owner::Agent(agent.id));
    unfinished::give_back(&mut tx, now, session.follows, owner, session.id).await?;
    tx.commit().await?;
    tracing::info!(agent = %agent.id, "agent signed in");
    Ok(token)
}

/// Uses up the mailed code that was typed.
async fn matched(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    match code::check(portal, session.id, Purpose::Mail, answers.text("code")).await? {
        CodeCheck::Right => Ok(()),
        CodeCheck::Wrong { .. } => Err(Error::invalid("code", Problem::WrongCode)),
        CodeCheck::Expired => Err(Error::invalid("code", Problem::ExpiredCode)),
    }
}

/// Sends another code; the one before is worth nothing any more.
pub async fn resend_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    send_again(portal, session, &awaited(portal, session).await?).await
}

async fn send_again(portal: &Portal, session: &Session, agent: &Found) -> Result<(), Error> {
    limit_codes(portal, agent.id).await?;
    let mut tx = portal.db.begin().await?;
    send_code(&mut tx, portal, session.id, agent).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Where the code was sent, as much as may be shown: « a•••@exemple.fr ».
pub async fn masked_address(portal: &Portal, session: &Session) -> Result<String, Error> {
    Ok(email::masked(&awaited(portal, session).await?.mail))
}

async fn awaited(portal: &Portal, session: &Session) -> Result<Found, Error> {
    let Visitor::CodeAwaited(CodeAwaited::Agent(agent)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    by_id(portal, agent).await?.ok_or_else(|| Error::invalid("", Problem::ExpiredCode))
}

async fn by_id(portal: &Portal, agent: Uuid) -> Result<Option<Found>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, password_hash, remote, network FROM agent WHERE id = $1 AND enabled",
        )
        .bind(agent)
        .fetch_optional(c)
        .await
    })?)
}

async fn by_login(portal: &Portal, login: &str) -> Result<Option<Found>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, login, name, mail, password_hash, remote, network FROM agent WHERE login = $1 AND enabled",
        )
        .bind(login)
        .fetch_optional(c)
        .await
    })?)
}

/// Counts the attempt. The network of the agent's last sign-in has a count of its own: whoever tries passwords from
/// elsewhere never locks the agent out. An unknown agent is counted as a known one is.
async fn count(
    portal: &Portal,
    login: &str,
    found: Option<&Found>,
    client: &Client,
) -> Result<Vec<Uuid>, Error> {
    let settings = &portal.config.sign_in;
    let network = throttle::network(client.address);
    let own = match found {
        Some(found) if found.network.as_ref() == Some(&network) => format!("agent:{}:{network}", found.id),
        Some(found) => format!("agent:{}", found.id),
        None => format!("agent-inconnu:{}", hex::encode(Token::hash(login))),
    };
    let buckets =
        [(format!("reseau:{network}"), settings.attempts_per_network), (own, settings.attempts_per_account)];
    let mut attempts = Vec::with_capacity(buckets.len());
    for (bucket, limit) in buckets {
        attempts.push(throttle::allow(portal, &bucket, limit, settings.window()).await?);
    }
    Ok(attempts)
}

async fn limit_codes(portal: &Portal, agent: Uuid) -> Result<(), Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("codes-agent:{agent}");
    throttle::allow(portal, &bucket, settings.codes_per_account, settings.window()).await?;
    Ok(())
}

async fn send_code(tx: &mut Tx, portal: &Portal, session: Uuid, agent: &Found) -> Result<(), Error> {
    let letter = CodeLetter {
        first_name: agent.name.clone(),
        code: code::issue(tx, portal, session, Purpose::Mail).await?,
        valid_minutes: portal.config.sign_in.code_minutes,
    };
    mail::enqueue(tx, portal.clock.now(), &agent.mail, &letter).await
}
