//! The mobile number of an account: it becomes the account's once a code sent to it came back.

use domain::{
    account::SecurityLevel,
    factor_forms,
    form::{Answers, check},
    phone::Mobile,
    problem::Problem,
};
use uuid::Uuid;

use super::{count, level, may_change, recovery};
use crate::{
    Error, Portal, change,
    db::{Moment, Tx},
    history::{self, Event},
    on, on_tx,
    secret::Token,
    session::{self, Session},
    sign_in::code::{self, CodeCheck, Purpose},
    throttle,
};

/// As people read it in their history.
const FACTOR: &str = "numéro de mobile";

/// The account's number, as much as may be shown, and whether a code came back from it.
pub async fn number(portal: &Portal, account: Uuid) -> Result<Option<(String, bool)>, Error> {
    let standing = super::standing(portal, account).await?;
    let shown = standing.sms_number.as_deref().and_then(|number| Mobile::parse(number).ok());
    Ok(shown.map(|number| (number.masked(), standing.proofs.sms_confirmed)))
}

/// Sends a code to a number that is not the account's yet.
pub(super) async fn begin(
    portal: &Portal,
    session: &Session,
    account: Uuid,
    number: &Mobile,
) -> Result<(), Error> {
    code::limit(portal, account).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO sms_enrolment (session_id, account_id, number, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (session_id) DO UPDATE
             SET account_id = excluded.account_id, number = excluded.number, created_at = excluded.created_at",
        )
        .bind(session.id)
        .bind(account)
        .bind(number.as_str())
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    code::send_to_number(&mut tx, portal, session.id, number.as_str(), Purpose::Number(number.as_str()))
        .await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// The number that awaits its code, as much as may be shown.
pub async fn awaited_number(portal: &Portal, session: &Session) -> Result<Option<String>, Error> {
    let account = may_change(portal, session)?;
    let number = awaited(portal, session.id, account).await?;
    Ok(number.and_then(|number| Mobile::parse(&number).ok()).map(|number| number.masked()))
}

async fn awaited(portal: &Portal, session: Uuid, account: Uuid) -> Result<Option<String>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT number FROM sms_enrolment WHERE session_id = $1 AND account_id = $2")
            .bind(session)
            .bind(account)
            .fetch_optional(c)
            .await
    })?)
}

/// Sends another code to the number that awaits one.
///
/// # Errors
/// [`Error::NotFound`] when none does; [`Error::Invalid`]: too many codes.
pub async fn resend_number_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    let account = may_change(portal, session)?;
    let number = awaited(portal, session.id, account).await?.ok_or(Error::NotFound)?;
    let number = Mobile::parse(&number).map_err(|problem| Error::invalid("", problem))?;
    begin(portal, session, account, &number).await
}

/// What a confirmed number led to.
#[derive(Debug)]
pub struct NumberConfirmed {
    /// New token of the session cookie.
    pub token: Token,
    /// The account had no recovery codes: they are to be drawn now.
    pub draws_codes: bool,
}

/// Makes the number the account's and the level « jeton SMS ».
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCode`], [`Problem::ExpiredCode`], [`Problem::TooManyAttempts`],
/// [`Problem::ProofNeeded`].
pub async fn confirm_number(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<NumberConfirmed, Error> {
    let account = may_change(portal, session)?;
    let problems = check(&factor_forms::sms_number(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let attempt = count(portal, account, None).await?;
    let Some(number) = awaited(portal, session.id, account).await? else {
        return Err(Error::invalid("code", Problem::ExpiredCode));
    };
    match code::check(portal, session.id, Purpose::Number(&number), answers.text("code")).await? {
        CodeCheck::Right => throttle::forgive(portal, attempt).await?,
        CodeCheck::Wrong { .. } => return Err(Error::invalid("code", Problem::WrongCode)),
        CodeCheck::Expired => return Err(Error::invalid("code", Problem::ExpiredCode)),
    }
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    keep(&mut tx, now, account, &number).await?;
    let event = Event::FactorAdded { factor: FACTOR.to_owned(), name: String::new() };
    history::note_by(&mut tx, now, session, event).await?;
    level::set(&mut tx, now, session, SecurityLevel::Sms).await?;
    let draws_codes = recovery::permit_first(&mut tx, now, session).await?;
    forget_awaited(&mut tx, session.id).await?;
    let token = session::rotate(&mut tx, session.id).await?;
    tx.commit().await?;
    Ok(NumberConfirmed { token, draws_codes })
}

async fn keep(tx: &mut Tx, now: Moment, account: Uuid, number: &str) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET sms_number = $1, sms_confirmed_at = $2 WHERE id = $3")
            .bind(number)
            .bind(now)
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn forget_awaited(tx: &mut Tx, session: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM sms_enrolment WHERE session_id = $1")
            .bind(session)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// A code sent to the number given at registration came back: from now on mail no longer stands in for it.
pub(crate) async fn note_confirmed(portal: &Portal, account: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query("UPDATE account SET sms_confirmed_at = $1 WHERE id = $2 AND sms_confirmed_at IS NULL")
            .bind(now)
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
