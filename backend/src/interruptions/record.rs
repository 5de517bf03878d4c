use domain::co_owner::CoOwner;
use platform::{
    Error,
    db::{Duration, Moment},
    execute, on,
};

use crate::Portal;

/// Number of days of the history that is shown.
pub const HISTORY_DAYS: u64 = 30;

/// Retention of an interruption after its end.
const RETENTION: Duration = Duration::from_secs(90 * 24 * 3600);

/// Writes what this process observes: the beginning of an interruption, or its end. Another process may have written
/// it before.
pub async fn record(portal: &Portal) -> Result<(), Error> {
    for co_owner in portal.co_owners.offered() {
        let observation = portal.co_owners.observation(co_owner);
        match (observation.silent_since, observation.answered_at) {
            (Some(since), _) => begin(portal, co_owner, since).await?,
            (None, Some(answered_at)) => end(portal, co_owner, answered_at).await?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// Does nothing if an interruption is open, or has ended after `since`: another process got an answer meanwhile.
async fn begin(portal: &Portal, co_owner: CoOwner, since: Moment) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO co_owner_interruption (co_owner, began_at)
             SELECT $1, $2 WHERE NOT EXISTS (
                 SELECT 1 FROM co_owner_interruption
                 WHERE co_owner = $1 AND (ended_at IS NULL OR ended_at >= $2))
             ON CONFLICT DO NOTHING",
        )
        .bind(co_owner.code())
        .bind(since)
    )?;
    Ok(())
}

async fn end(portal: &Portal, co_owner: CoOwner, answered_at: Moment) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE co_owner_interruption SET ended_at = $1
             WHERE co_owner = $2 AND ended_at IS NULL AND began_at <= $1",
        )
        .bind(answered_at)
        .bind(co_owner.code())
    )?;
    Ok(())
}

/// Calls the co-owners whose interruption is open, so that its end is known without a person who waits for it. Returns
/// their number.
pub async fn probe(portal: &Portal) -> Result<u64, Error> {
    let open: Vec<String> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT co_owner FROM co_owner_interruption WHERE ended_at IS NULL")
            .fetch_all(c)
            .await
    })?;
    let mut probed = 0;
    for co_owner in open.iter().filter_map(|code| CoOwner::from_code(code)) {
        portal.co_owners.probe(&portal.clock, co_owner).await;
        probed += 1;
    }
    record(portal).await?;
    Ok(probed)
}

/// Deletes interruptions that ended more than ninety days ago.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM co_owner_interruption WHERE ended_at < $1").bind(limit))?)
}
