//! Sessions of an account: list and closing.

use platform::{
    Error,
    db::{Moment, Tx},
    on,
};

use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::{self, Session, is_active_usager},
    },
    id::SessionId,
};

/// Open session, described so that its owner recognises it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenSession {
    pub id: SessionId,
    /// « réseau 192.0.2.x, Firefox sous Linux ».
    pub place: String,
    pub signed_in_at: Moment,
    /// Accurate to 30 seconds.
    pub seen_at: Moment,
    /// Session of the request.
    pub is_current: bool,
}

/// Returns the sessions in which the person is signed in: the current one, then the most recently used.
pub async fn open_sessions(portal: &Portal, session: &Session) -> Result<Vec<OpenSession>, Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let rows: Vec<(SessionId, String, String, Moment, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT id, network, device, COALESCE(signed_in_at, created_at), seen_at FROM session WHERE account_id = $1 AND ",
            is_active_usager!("", "$2", "$3"),
            " ORDER BY seen_at DESC, id DESC"
        ))
        .bind(account)
        .bind(now)
        .bind(now - sessions::idle(portal))
        .fetch_all(c)
        .await
    })?;
    let mut sessions: Vec<OpenSession> = rows
        .into_iter()
        .map(|(id, network, device, signed_in_at, seen_at)| OpenSession {
            id,
            place: sessions::stored_place(&network, &device),
            signed_in_at,
            seen_at,
            is_current: id == session.id,
        })
        .collect();
    sessions.sort_by_key(|one| !one.is_current);
    Ok(sessions)
}

/// Closes another session of the person. A session already closed is not an error, as the form may be sent twice.
pub async fn close_session(portal: &Portal, session: &Session, id: SessionId) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let count = sessions::close_one(&mut tx, now, account, id, session.id).await?;
    record_closed(&mut tx, now, session, count).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Closes every other session of the person; returns their number.
pub async fn close_others(portal: &Portal, session: &Session) -> Result<u64, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let count = sessions::close_others(&mut tx, now, session.usager()?.account, session.id).await?;
    record_closed(&mut tx, now, session, count).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(count)
}

/// Records the closing in the history, unless no session was closed.
async fn record_closed(tx: &mut Tx, now: Moment, session: &Session, count: u64) -> Result<(), Error> {
    match count {
        0 => Ok(()),
        count => history::record_from_session(tx, now, session, Event::SessionsClosed { count }).await,
    }
}
