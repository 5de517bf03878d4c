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
    id::SessionId,
    staff::{
        members::{self, Credentials},
        networks::network,
    },
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
    let answers = &checked(&account_forms::staff_sign_in_code(), answers, &())?;
    let member = awaited_member(portal, session).await?;
    check_code(portal, session, &member, client, answers).await?;
    let actor = Actor::Staff { roles: &[], services: &[], remote: member.remote };
    let from = network(&portal.config.staff, client.address);
    if let Err(denial) = decide(&actor, &Action::WorkFrom(from)).or_denied() {
        failures::record(portal, Some(member.id), client, Cause::Network).await?;
        return Err(Error::Refused(denial));
    }
    let mut tx = portal.db.begin().await?;
    let token = sessions::sign_staff_in(&mut tx, portal, session.id, member.id).await?;
    let now = portal.clock.now();
    members::record_sign_in(&mut tx, member.id, &throttle::network(client.address), now).await?;
    parked_forms::restore(&mut tx, now, session.chain, Owner::Staff(member.id), session.id).await?;
    tx.commit().await?;
    tracing::info!(member = %member.id, "member signed in");
    Ok(token)
}

/// Checks the mailed code and invalidates it, within the rate limit of the member.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCode`], [`Problem::ExpiredCode`], [`Problem::TooManyAttempts`].
pub(super) async fn check_code(
    portal: &Portal,
    session: &Session,
    member: &Credentials,
    client: &Client,
    answers: &Answers,
) -> Result<(), Error> {
    let attempt = count_code(portal, member, client).await?;
    let check = code::check(portal, session.id, Purpose::Mail, answers.text("code")).await?;
    match check {
        CodeCheck::Right | CodeCheck::Replaced => throttle::forgive(portal, attempt).await?,
        CodeCheck::Wrong { .. } => failures::record(portal, Some(member.id), client, Cause::Code).await?,
        CodeCheck::Expired => {}
    }
    check.into_result()
}

/// Mails a new code; the previous one is no longer valid.
pub async fn resend_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    send_limited(portal, session, &awaited_member(portal, session).await?).await
}

/// Mails a code, within the rate limit of the member.
pub(super) async fn send_limited(
    portal: &Portal,
    session: &Session,
    member: &Credentials,
) -> Result<(), Error> {
    limit_codes(portal, member.id).await?;
    let mut tx = portal.db.begin().await?;
    send(&mut tx, portal, session.id, member).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Mails a code for the session.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    member: &Credentials,
) -> Result<(), Error> {
    code::send_by_mail(tx, portal, session, &member.name, &member.mail).await
}

/// Returns the address that codes of the member are sent to, at sign-in and re-authentication.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ExpiredCode`] if the visitor is no member.
pub async fn code_destination(portal: &Portal, session: &Session) -> Result<MailDestination, Error> {
    let member = match session.staff() {
        Ok(member) => members::by_id(portal, member.id).await?.ok_or(Error::NotFound)?,
        Err(_) => awaited_member(portal, session).await?,
    };
    MailDestination::of(portal, &member.mail).await
}

/// Returns the member whose code the session awaits.
async fn awaited_member(portal: &Portal, session: &Session) -> Result<Credentials, Error> {
    let Visitor::CodeAwaited(CodeAwaited::Staff(member)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    members::by_id(portal, member).await?.ok_or_else(|| Error::invalid("", Problem::ExpiredCode))
}
