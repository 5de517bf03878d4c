//! Changes of standing: each gives the session a new token and loses against a [`super::close`] that came first.

use domain::siren::Siren;
use uuid::Uuid;

use super::{PreviousSignIn, Session};
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    live::Signal,
    on_tx,
    secret::Token,
};

/// Gives the session a new token; the old one opens nothing any more.
///
/// # Errors
/// [`Error::NotFound`] when the session was closed meanwhile.
pub async fn rotate(tx: &mut Tx, session: Uuid) -> Result<Token, Error> {
    let token = Token::draw();
    let changed = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET token_hash = $1, previous_token_hash = NULL WHERE id = $2 AND closed_at IS NULL",
        )
        .bind(Token::hash(token.expose()))
        .bind(session)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if changed == 1 { Ok(token) } else { Err(Error::NotFound) }
}

/// How long the token before a choice of SIREN still opens the session. The person and their rights are the same
/// before and after; without it a double click would sign them out.
const SIREN_CHOICE_GRACE: Duration = Duration::from_secs(10);

/// Works on another SIREN from now on; the caller has checked that the person may.
///
/// # Errors
/// [`Error::NotFound`] when the session was closed meanwhile.
pub async fn choose_siren(portal: &Portal, session: &Session, siren: &Siren) -> Result<Token, Error> {
    let token = Token::draw();
    let mut tx = portal.db.begin().await?;
    let changed = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET siren = $1, previous_token_hash = token_hash, previous_token_until = $2, token_hash = $3
             WHERE id = $4 AND stage = 'usager' AND closed_at IS NULL",
        )
        .bind(siren.as_str())
        .bind(portal.clock.now() + SIREN_CHOICE_GRACE)
        .bind(Token::hash(token.expose()))
        .bind(session.id)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if changed != 1 {
        return Err(Error::NotFound);
    }
    tx.tell(Signal::Session(session.id));
    tx.commit().await?;
    Ok(token)
}

/// Right password, code awaited.
pub(crate) async fn await_code(tx: &mut Tx, session: Uuid, account: Uuid) -> Result<Token, Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET stage = 'code', account_id = $1, agent_id = NULL, siren = NULL
             WHERE id = $2 AND closed_at IS NULL",
        )
        .bind(account)
        .bind(session)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    rotate(tx, session).await
}

/// The same for an agent: password right, code awaited.
pub async fn await_agent_code(tx: &mut Tx, session: Uuid, agent: Uuid) -> Result<Token, Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET stage = 'code-agent', agent_id = $1, account_id = NULL, siren = NULL
             WHERE id = $2 AND closed_at IS NULL",
        )
        .bind(agent)
        .bind(session)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    rotate(tx, session).await
}

/// The identity provider that opens a session in place of a password.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opener<'a> {
    pub provider: &'a str,
    /// Given back when the person signs out there.
    pub id_token: &'a str,
    /// Where a sign-out is told.
    pub end: Option<&'a str>,
}

/// Notes who opens the session; `None`: a password does, or the session is over.
pub(crate) async fn set_provider(
    portal: &Portal,
    session: Uuid,
    opener: Option<Opener<'_>>,
) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE session SET provider = $1, provider_id_token = $2, provider_end = $3 WHERE id = $4",
        )
        .bind(opener.map(|one| one.provider))
        .bind(opener.map(|one| one.id_token))
        .bind(opener.and_then(|one| one.end))
        .bind(session)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// What a session becomes once everything the account asks was given.
pub(crate) struct SignedInAs {
    pub account: Uuid,
    /// The only SIREN of the person, if there is exactly one.
    pub siren: Option<Siren>,
    pub previous: Option<PreviousSignIn>,
    /// The application that the level promises is still to be added: nothing else opens.
    pub enrols: bool,
}

/// The session becomes the person's, for the configured time from now on. A provider may have asked for nothing today:
/// what is sensitive then wants a proof given to the portal itself.
pub(crate) async fn sign_usager_in(
    tx: &mut Tx,
    portal: &Portal,
    session: Uuid,
    standing: &SignedInAs,
) -> Result<Token, Error> {
    let now = portal.clock.now();
    let previous = standing.previous.as_ref();
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET stage = $8, account_id = $1, agent_id = NULL, siren = $2, signed_in_at = $3,
                    proved_at = CASE WHEN provider IS NULL THEN $3 ELSE NULL END, seen_at = $3,
                    expires_at = $4, previous_sign_in_at = $5, previous_sign_in_place = $6
             WHERE id = $7 AND closed_at IS NULL",
        )
        .bind(standing.account)
        .bind(standing.siren.as_ref().map(Siren::as_str))
        .bind(now)
        .bind(absolute_end(portal, now))
        .bind(previous.map(|one| one.at))
        .bind(previous.map(|one| one.place.as_str()))
        .bind(session)
        .bind(if standing.enrols { "enrolement" } else { "usager" })
        .execute(c)
        .await
        .map(|_| ())
    })?;
    rotate(tx, session).await
}

/// The promised application is there: the session opens all that the person may see.
pub(crate) async fn enrolled(tx: &mut Tx, session: Uuid) -> Result<Token, Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET stage = 'usager' WHERE id = $1 AND stage = 'enrolement' AND closed_at IS NULL",
        )
        .bind(session)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    rotate(tx, session).await
}

/// Everything that the level asks was given again, now.
pub(crate) async fn note_proof(tx: &mut Tx, session: Uuid, now: Moment) -> Result<Token, Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET proved_at = $1 WHERE id = $2 AND stage IN ('usager', 'enrolement', 'agent')
                 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(session)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    rotate(tx, session).await
}

/// The same for an agent, after password and code.
pub async fn sign_agent_in(tx: &mut Tx, portal: &Portal, session: Uuid, agent: Uuid) -> Result<Token, Error> {
    let now = portal.clock.now();
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET stage = 'agent', agent_id = $1, account_id = NULL, siren = NULL, signed_in_at = $2,
                    proved_at = $2, seen_at = $2, expires_at = $3
             WHERE id = $4 AND closed_at IS NULL",
        )
        .bind(agent)
        .bind(now)
        .bind(absolute_end(portal, now))
        .bind(session)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    rotate(tx, session).await
}

fn absolute_end(portal: &Portal, now: Moment) -> Moment {
    now + Duration::from_secs(portal.config.sessions.absolute_hours * 3600)
}
