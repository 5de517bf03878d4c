//! Addresses at which a calendar program reads the due dates of a company without a session: one per account and company,
//! displayed once, replaced or revoked by its owner. Owns `calendar_subscription`.
//!
//! An address shows who may read, never what: rights are decided at each reading, as for a page. See `docs/adr/0037`.

use domain::siren::Siren;
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx, on,
    secret::Token,
};

use super::company_view;
use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::Session,
    },
    id::AccountId,
};

/// Time within which a requested address can be displayed.
const DISPLAY: Duration = Duration::from_secs(600);

/// Precision of the time of the last reading: an address may be read often.
const READING: Duration = Duration::from_secs(3600);

/// The subscription of the person for the current company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Subscription {
    pub created_at: Moment,
    /// `None` if no program has read it yet.
    pub read_at: Option<Moment>,
}

/// Requests an address for the current company, which the next [`generate`] creates. A former one stays valid until then.
///
/// # Errors
/// [`Error::Invalid`]: `ReauthenticationRequired`; [`Error::NotFound`] without a right on the company.
pub async fn request(portal: &Portal, session: &Session) -> Result<(), Error> {
    let now = portal.clock.now();
    let account = session.recently_authenticated_usager(now)?.account;
    let view = company_view(portal, session).await?;
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO calendar_subscription (account_id, siren, displayable_until, created_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (account_id, siren) DO UPDATE SET displayable_until = excluded.displayable_until",
        )
        .bind(account)
        .bind(view.siren().as_str())
        .bind(now + DISPLAY)
        .bind(now)
    )?;
    Ok(())
}

/// Generates the requested token, in place of the former one. `None` if none was requested, or it was generated already.
/// Only this return value holds it in clear.
pub async fn generate(portal: &Portal, session: &Session) -> Result<Option<Token>, Error> {
    let (account, siren, now) = (session.usager()?.account, session.siren()?, portal.clock.now());
    let requested: Option<Moment> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT displayable_until FROM calendar_subscription
             WHERE account_id = $1 AND siren = $2 AND displayable_until > $3",
        )
        .bind(account)
        .bind(siren.as_str())
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    if requested.is_none() {
        return Ok(None);
    }
    let token = Token::generate();
    let mut tx = portal.db.begin().await?;
    let generated = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE calendar_subscription
             SET token_hash = $1, displayable_until = NULL, created_at = $2, read_at = NULL
             WHERE account_id = $3 AND siren = $4 AND displayable_until > $2",
        )
        .bind(Token::hash(token.expose()))
        .bind(now)
        .bind(account)
        .bind(siren.as_str())
    )?;
    if generated == 0 {
        tx.rollback().await?;
        return Ok(None);
    }
    let event = Event::CalendarSubscribed { siren: siren.grouped() };
    history::record_from_session(&mut tx, now, session, event).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Returns the subscription of the person for the current company; `None` without an address.
pub async fn find(portal: &Portal, session: &Session) -> Result<Option<Subscription>, Error> {
    let (account, siren) = (session.usager()?.account, session.siren()?);
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT created_at, read_at FROM calendar_subscription
             WHERE account_id = $1 AND siren = $2 AND token_hash IS NOT NULL",
        )
        .bind(account)
        .bind(siren.as_str())
        .fetch_optional(c)
        .await
    })?)
}

/// Revokes the address for the current company. Succeeds if there is none.
pub async fn revoke(portal: &Portal, session: &Session) -> Result<(), Error> {
    let (account, siren, now) = (session.usager()?.account, session.siren()?, portal.clock.now());
    let mut tx = portal.db.begin().await?;
    let revoked = execute_tx!(
        tx,
        sqlx::query("DELETE FROM calendar_subscription WHERE account_id = $1 AND siren = $2")
            .bind(account)
            .bind(siren.as_str())
    )?;
    if revoked > 0 {
        let event = Event::CalendarUnsubscribed { siren: siren.grouped() };
        history::record_from_session(&mut tx, now, session, event).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Revokes all addresses of an account.
pub(super) async fn revoke_all(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM calendar_subscription WHERE account_id = $1").bind(account))?;
    Ok(())
}

/// Returns the owner and the company of an address, and records that it is read.
///
/// # Errors
/// [`Error::NotFound`] for a token that was never generated, was replaced or revoked.
pub(crate) async fn open(portal: &Portal, token: &str) -> Result<(AccountId, Siren), Error> {
    let (hash, now) = (Token::hash(token), portal.clock.now());
    let found: Option<(AccountId, String, Option<Moment>)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT account_id, siren, read_at FROM calendar_subscription WHERE token_hash = $1")
            .bind(&hash)
            .fetch_optional(c)
            .await
    })?;
    let (account, siren, read_at) = found.ok_or(Error::NotFound)?;
    if read_at.is_none_or(|read_at| now.since(read_at) >= READING) {
        execute!(
            portal.db,
            sqlx::query("UPDATE calendar_subscription SET read_at = $1 WHERE token_hash = $2")
                .bind(now)
                .bind(&hash)
        )?;
    }
    Ok((account, Siren::parse(&siren).map_err(|_| Error::NotFound)?))
}
