//! Time left in a session, and the owner of an expired one.

use platform::{
    Error,
    db::{Duration, Moment},
    on,
    secret::Token,
};

use super::{
    find::{TOUCH_EVERY, idle, touch},
    row,
    stage::SessionStage,
};
use crate::{
    Portal,
    id::{AccountId, AgentId, SessionId},
};

/// A session that expired. A closed one no longer has an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedSession {
    /// First session of its chain.
    pub chain: SessionId,
    /// Account or agent that was signed in.
    pub owner: Option<Owner>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Account(AccountId),
    Agent(AgentId),
}

/// Finds the expired session of a cookie.
pub async fn ended(portal: &Portal, token: &str) -> Result<Option<EndedSession>, Error> {
    type Row = (SessionId, Option<SessionId>, String, Option<AccountId>, Option<AgentId>);
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, chain, stage, account_id, agent_id FROM session
             WHERE token_hash = $1 AND closed_at IS NULL",
        )
        .bind(Token::hash(token))
        .fetch_optional(c)
        .await
    })?;
    Ok(row.map(|(id, chain, stage, account, agent)| {
        let owner = match (SessionStage::from_code(&stage), account, agent) {
            (SessionStage::Usager, Some(account), _) => Some(Owner::Account(account)),
            (SessionStage::Agent, _, Some(agent)) => Some(Owner::Agent(agent)),
            _ => None,
        };
        EndedSession { chain: chain.unwrap_or(id), owner }
    }))
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
