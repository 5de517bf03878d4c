//! The sessions of an account: listed, closed one by one or all together.

use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Duration, Moment, Tx},
    history::{self, Event},
    live::Signal,
    on, on_tx,
    session::Session,
};

/// An open session as its owner recognises it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenSession {
    pub id: Uuid,
    /// « réseau 192.0.2.x, Firefox sous Linux ».
    pub place: String,
    pub signed_in_at: Moment,
    /// To the half-minute.
    pub seen_at: Moment,
    /// The one that asks.
    pub is_this_one: bool,
}

/// The sessions in which the person is signed in, the asking one first, then the latest used.
pub async fn open_sessions(portal: &Portal, session: &Session) -> Result<Vec<OpenSession>, Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let idle = Duration::from_secs(portal.config.sessions.idle_minutes * 60);
    let rows: Vec<(Uuid, String, String, Moment, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, network, device, COALESCE(signed_in_at, created_at), seen_at FROM session
             WHERE account_id = $1 AND stage = 'usager' AND closed_at IS NULL AND expires_at > $2 AND seen_at > $3
             ORDER BY seen_at DESC, id DESC",
        )
        .bind(account)
        .bind(now)
        .bind(now - idle)
        .fetch_all(c)
        .await
    })?;
    let mut sessions: Vec<OpenSession> = rows
        .into_iter()
        .map(|(id, network, device, signed_in_at, seen_at)| OpenSession {
            id,
            place: history::stored_place(&network, &device),
            signed_in_at,
            seen_at,
            is_this_one: id == session.id,
        })
        .collect();
    sessions.sort_by_key(|one| !one.is_this_one);
    Ok(sessions)
}

/// Closes another session of the person's. One that is closed already is no error: the form was sent twice.
pub async fn close_session(portal: &Portal, session: &Session, id: Uuid) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let count = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET closed_at = $1
             WHERE id = $2 AND account_id = $3 AND id <> $4 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(id)
        .bind(account)
        .bind(session.id)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    note_closed(&mut tx, now, session, count).await?;
    tx.tell(Signal::Session(id));
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Closes every session of the person's but this one; says how many there were.
pub async fn close_others(portal: &Portal, session: &Session) -> Result<u64, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let count = close_but(&mut tx, now, session.usager()?.account, session.id).await?;
    note_closed(&mut tx, now, session, count).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(count)
}

async fn note_closed(tx: &mut Tx, now: Moment, session: &Session, count: u64) -> Result<(), Error> {
    match count {
        0 => Ok(()),
        count => history::note_by(tx, now, session, Event::SessionsClosed { count }).await,
    }
}

/// Closes the sessions of an account, signed in or waiting for a code, except `kept` (nil: none is).
pub(super) async fn close_but(tx: &mut Tx, now: Moment, account: Uuid, kept: Uuid) -> Result<u64, Error> {
    tx.tell(Signal::Session(account));
    Ok(on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET closed_at = $1 WHERE account_id = $2 AND id <> $3 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(account)
        .bind(kept)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?)
}
