//! Mobile number of an account, which is changed once a code sent to the new number is typed.

use domain::{
    account::SecurityLevel,
    form::{Answers, checked},
    mfa_forms,
    phone::Mobile,
    problem::Problem,
};
use platform::{Error, db::Tx, execute_tx, on, secret::Token, throttle};

use super::{attempts, recovery_codes, set_level::set_level, state::factor_state};
use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        sessions::{self, Owner, Session},
        sign_in::code::{self, CodeCheck, Purpose},
    },
    id::{AccountId, SessionId},
};

/// Kind of the factor in the history.
const FACTOR: &str = "numéro de mobile";

/// Returns the masked number of the account, and whether it was confirmed with a code.
pub async fn sms_number(portal: &Portal, account: AccountId) -> Result<Option<(String, bool)>, Error> {
    let state = factor_state(portal, Owner::Account(account)).await?;
    let number = state.sms_number.as_deref().and_then(|number| Mobile::parse(number).ok());
    Ok(number.map(|number| (number.masked(), state.available.sms_confirmed)))
}

/// Stores a new number as pending and sends a code to it.
pub(super) async fn begin(
    portal: &Portal,
    session: &Session,
    account: AccountId,
    number: &Mobile,
) -> Result<(), Error> {
    code::limit(portal, account).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    execute_tx!(tx, sqlx::query(
            "INSERT INTO sms_enrolment (session_id, account_id, number, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (session_id) DO UPDATE
             SET account_id = excluded.account_id, number = excluded.number, created_at = excluded.created_at",
        )
        .bind(session.id)
        .bind(account)
        .bind(number.as_str())
        .bind(now))?;
    code::send_to_number(&mut tx, portal, session.id, number.as_str(), Purpose::Number(number.as_str()))
        .await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Returns the masked number that awaits its code.
pub async fn pending_sms_number(portal: &Portal, session: &Session) -> Result<Option<String>, Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let number = pending(portal, session.id, account).await?;
    Ok(number.and_then(|number| Mobile::parse(&number).ok()).map(|number| number.masked()))
}

async fn pending(portal: &Portal, session: SessionId, account: AccountId) -> Result<Option<String>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT number FROM sms_enrolment WHERE session_id = $1 AND account_id = $2")
            .bind(session)
            .bind(account)
            .fetch_optional(c)
            .await
    })?)
}

/// Sends another code to the pending number.
///
/// # Errors
/// [`Error::NotFound`] if there is none; [`Error::Invalid`]: too many codes.
pub async fn resend_sms_number_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let number = pending(portal, session.id, account).await?.ok_or(Error::NotFound)?;
    let number = Mobile::parse(&number).map_err(|problem| Error::invalid("", problem))?;
    begin(portal, session, account, &number).await
}

/// Outcome of the confirmation of a number.
#[derive(Debug)]
pub struct SmsNumberConfirmed {
    /// New token of the session cookie.
    pub token: Token,
    /// The account had no recovery codes: the next page must generate them.
    pub recovery_codes_due: bool,
}

/// Checks the code sent to the pending number, makes it the number of the account and sets the level « jeton SMS ».
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongCode`], [`Problem::ExpiredCode`], [`Problem::TooManyAttempts`],
/// [`Problem::ReauthenticationRequired`].
pub async fn confirm_sms_number(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<SmsNumberConfirmed, Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let answers = &checked(&mfa_forms::sms_number(), answers, &())?;
    let attempt = attempts::count(portal, Owner::Account(account), None).await?;
    let Some(number) = pending(portal, session.id, account).await? else {
        return Err(Error::invalid("code", Problem::ExpiredCode));
    };
    let check = code::check(portal, session.id, Purpose::Number(&number), answers.text("code")).await?;
    if matches!(check, CodeCheck::Right | CodeCheck::Replaced) {
        throttle::forgive(portal, attempt).await?;
    }
    check.into_result()?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    account::set_sms_number(&mut tx, now, account, &number).await?;
    let event = Event::FactorAdded { factor: FACTOR.to_owned(), name: String::new() };
    history::record_from_session(&mut tx, now, session, event).await?;
    set_level(&mut tx, now, session, SecurityLevel::Sms).await?;
    let recovery_codes_due = recovery_codes::request_if_none(&mut tx, now, session).await?;
    delete_pending(&mut tx, session.id).await?;
    let token = sessions::rotate(&mut tx, session.id).await?;
    tx.commit().await?;
    Ok(SmsNumberConfirmed { token, recovery_codes_due })
}

async fn delete_pending(tx: &mut Tx, session: SessionId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM sms_enrolment WHERE session_id = $1").bind(session))?;
    Ok(())
}
