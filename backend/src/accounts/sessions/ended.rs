//! Time left in a session, and the owner of an ended one.

use platform::{
    Error,
    db::{Duration, Moment},
    on,
    secret::Token,
};

use super::{
    find::{TOUCH_EVERY, idle, touch},
    owner::Owner,
    row,
    stage::SessionStage,
};
use crate::{
    Portal,
    id::{AccountId, SessionId, StaffId},
};

/// A session that has expired or was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedSession {
    /// First session of its chain.
    pub chain: SessionId,
    /// Account or member of the staff that was signed in.
    pub owner: Option<Owner>,
}

/// Session, first session of its chain, stage, account, member of the staff.
type Row = (SessionId, Option<SessionId>, String, Option<AccountId>, Option<StaffId>);

/// Finds the session of a cookie that no longer opens one.
pub async fn ended(portal: &Portal, token: &str) -> Result<Option<EndedSession>, Error> {
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as("SELECT id, chain, stage, account_id, staff_id FROM session WHERE token_hash = $1")
            .bind(Token::hash(token))
            .fetch_optional(c)
            .await
    })?;
    Ok(row.map(ended_session))
}

/// Finds the last signed-in session of a chain whose current session is anonymous: a page of it may still be open.
pub async fn last_of_chain(portal: &Portal, chain: SessionId) -> Result<Option<EndedSession>, Error> {
    Ok(signed_in_sessions(portal, chain, 1).await?.next())
}

/// Finds the session that a person, known by their [`Owner::tag`], had in this chain before another one signed in.
pub async fn ended_of(portal: &Portal, chain: SessionId, tag: &str) -> Result<Option<EndedSession>, Error> {
    let mut sessions = signed_in_sessions(portal, chain, 100).await?;
    Ok(sessions.find(|ended| ended.owner.is_some_and(|owner| owner.tag() == tag)))
}

/// Returns the signed-in sessions of a chain, last used first, at most `limit`.
async fn signed_in_sessions(
    portal: &Portal,
    chain: SessionId,
    limit: i64,
) -> Result<impl Iterator<Item = EndedSession> + use<>, Error> {
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, chain, stage, account_id, staff_id FROM session
             WHERE (id = $1 OR chain = $1) AND stage IN ('usager', 'equipe')
             ORDER BY seen_at DESC, id DESC LIMIT $2",
        )
        .bind(chain)
        .bind(limit)
        .fetch_all(c)
        .await
    })?;
    Ok(rows.into_iter().map(ended_session))
}

fn ended_session((id, chain, stage, account, member): Row) -> EndedSession {
    let owner = match (SessionStage::from_code(&stage), account, member) {
        (SessionStage::Usager, Some(account), _) => Some(Owner::Account(account)),
        (SessionStage::Staff, _, Some(member)) => Some(Owner::Staff(member)),
        _ => None,
    };
    EndedSession { chain: chain.unwrap_or(id), owner }
}

/// Time left in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLeft {
    /// Zero if it has ended or does not exist.
    pub left: Duration,
    /// Extending the session would prolong it: its absolute end is not near.
    pub can_extend: bool,
}

impl TimeLeft {
    const NONE: TimeLeft = TimeLeft { left: Duration::ZERO, can_extend: false };

    fn of(portal: &Portal, now: Moment, seen_at: Moment, expires_at: Moment) -> TimeLeft {
        let idle_end = seen_at + idle(portal);
        let end = idle_end.min(expires_at);
        if now >= end {
            return TimeLeft::NONE;
        }
        TimeLeft { left: end.since(now), can_extend: expires_at > idle_end + TOUCH_EVERY }
    }
}

/// Returns the time left in the session of a cookie, without using it.
pub async fn time_left(portal: &Portal, token: &str) -> Result<TimeLeft, Error> {
    let now = portal.clock.now();
    let row = row::by_token(portal, token, now).await?;
    Ok(match row.filter(|row| row.stage().is_signed_in()) {
        Some(row) => TimeLeft::of(portal, now, row.seen_at, row.expires_at),
        None => TimeLeft::NONE,
    })
}

/// Restarts the idle time of the session of a cookie.
pub async fn extend(portal: &Portal, token: &str) -> Result<TimeLeft, Error> {
    let now = portal.clock.now();
    let row = row::by_token(portal, token, now).await?;
    let Some(row) = row.filter(|row| row.stage().is_signed_in()) else { return Ok(TimeLeft::NONE) };
    touch(portal, row.id, now).await;
    time_left(portal, token).await
}
