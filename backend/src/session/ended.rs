//! The end of a session, seen from what comes after it: how long is left, who it was, what goes on.

use uuid::Uuid;

use super::{TOUCH_EVERY, row, touch};
use crate::{
    Error, Portal,
    db::{Duration, Moment},
    on,
    secret::Token,
};

/// A session that ended by itself; one that was closed is nobody's any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedSession {
    /// The first session of the line that it belongs to.
    pub line: Uuid,
    /// Whose it was, if anyone was signed in.
    pub owner: Option<Owner>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Account(Uuid),
    Agent(Uuid),
}

/// The session of a cookie that [`super::find`] opens no more.
pub async fn ended(portal: &Portal, token: &str) -> Result<Option<EndedSession>, Error> {
    type Row = (Uuid, Option<Uuid>, String, Option<Uuid>, Option<Uuid>);
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, follows, stage, account_id, agent_id FROM session
             WHERE token_hash = $1 AND closed_at IS NULL",
        )
        .bind(Token::hash(token))
        .fetch_optional(c)
        .await
    })?;
    Ok(row.map(|(id, follows, stage, account, agent)| {
        let owner = match (stage.as_str(), account, agent) {
            ("usager", Some(account), _) => Some(Owner::Account(account)),
            ("agent", _, Some(agent)) => Some(Owner::Agent(agent)),
            _ => None,
        };
        EndedSession { line: follows.unwrap_or(id), owner }
    }))
}

/// What is left of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLeft {
    /// Zero: it has ended, or was none.
    pub left: Duration,
    /// Going on would give it more.
    pub can_go_on: bool,
}

impl TimeLeft {
    const NONE: TimeLeft = TimeLeft { left: Duration::ZERO, can_go_on: false };

    fn of(portal: &Portal, now: Moment, seen_at: Moment, expires_at: Moment) -> TimeLeft {
        let idle_end = seen_at + Duration::from_secs(portal.config.sessions.idle_minutes * 60);
        let end = idle_end.min(expires_at);
        if now >= end {
            return TimeLeft::NONE;
        }
        TimeLeft { left: end.since(now), can_go_on: expires_at > idle_end + TOUCH_EVERY }
    }
}

/// How long the session of a cookie still is, asked without using it.
pub async fn time_left(portal: &Portal, token: &str) -> Result<TimeLeft, Error> {
    let now = portal.clock.now();
    let row = row::by_token(&portal.db, &Token::hash(token), now).await?;
    Ok(match row.filter(row::Row::is_signed_in) {
        Some(row) => TimeLeft::of(portal, now, row.seen_at, row.expires_at),
        None => TimeLeft::NONE,
    })
}

/// Goes on with the session of a cookie: its idle time begins again.
pub async fn go_on(portal: &Portal, token: &str) -> Result<TimeLeft, Error> {
    let now = portal.clock.now();
    let row = row::by_token(&portal.db, &Token::hash(token), now).await?;
    let Some(row) = row.filter(row::Row::is_signed_in) else { return Ok(TimeLeft::NONE) };
    if TimeLeft::of(portal, now, row.seen_at, row.expires_at) == TimeLeft::NONE {
        return Ok(TimeLeft::NONE);
    }
    touch(portal, row.id, now).await;
    time_left(portal, token).await
}
