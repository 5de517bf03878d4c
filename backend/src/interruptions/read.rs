use domain::co_owner::CoOwner;
use platform::{
    Error,
    db::{Duration, Moment},
    on,
};

use super::record::HISTORY_DAYS;
use crate::Portal;

/// Shortest interruption in the history: shorter ones are mostly one call in many.
const SHORTEST: Duration = Duration::from_secs(60);

/// Greatest number of interruptions shown.
const MAX_SHOWN: i64 = 200;

/// What the portal knows about a co-owner now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceState {
    /// `at`: its last answer.
    Answers {
        at: Moment,
    },
    AnswersSlowly {
        at: Moment,
    },
    SilentSince(Moment),
    /// This process has not called it since its start.
    NotCalled,
}

/// A time during which a co-owner did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interruption {
    pub co_owner: CoOwner,
    pub began_at: Moment,
    /// `None` while it lasts.
    pub ended_at: Option<Moment>,
}

/// Returns the state of each co-owner that the portal offers.
pub async fn states(portal: &Portal) -> Result<Vec<(CoOwner, ServiceState)>, Error> {
    let open: Vec<(String, Moment)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT co_owner, began_at FROM co_owner_interruption WHERE ended_at IS NULL")
            .fetch_all(c)
            .await
    })?;
    let state = |co_owner: CoOwner| {
        let recorded = open.iter().find(|(code, _)| code == co_owner.code()).map(|(_, began_at)| *began_at);
        (co_owner, state(portal, co_owner, recorded))
    };
    Ok(portal.co_owners.offered().map(state).collect())
}

/// `recorded`: beginning of the interruption that a process has recorded.
fn state(portal: &Portal, co_owner: CoOwner, recorded: Option<Moment>) -> ServiceState {
    let observation = portal.co_owners.observation(co_owner);
    match (recorded.or(observation.silent_since), observation.answered_at) {
        (Some(since), _) => ServiceState::SilentSince(since),
        (None, Some(at)) if observation.is_slow => ServiceState::AnswersSlowly { at },
        (None, Some(at)) => ServiceState::Answers { at },
        (None, None) => ServiceState::NotCalled,
    }
}

/// Returns the interruptions of at least a minute within the last [`HISTORY_DAYS`], the newest first.
pub async fn history(portal: &Portal) -> Result<Vec<Interruption>, Error> {
    let now = portal.clock.now();
    let from = now - Duration::from_secs(HISTORY_DAYS * 24 * 3600);
    let rows: Vec<(String, Moment, Option<Moment>)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, began_at, ended_at FROM co_owner_interruption
             WHERE COALESCE(ended_at, $1) >= $2 AND COALESCE(ended_at, $1) - began_at >= $3
             ORDER BY began_at DESC, co_owner LIMIT $4",
        )
        .bind(now)
        .bind(from)
        .bind(i64::try_from(SHORTEST.as_micros()).unwrap_or(i64::MAX))
        .bind(MAX_SHOWN)
        .fetch_all(c)
        .await
    })?;
    let read = |(code, began_at, ended_at): (String, Moment, Option<Moment>)| {
        Some(Interruption { co_owner: CoOwner::from_code(&code)?, began_at, ended_at })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
