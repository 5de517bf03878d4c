//! Events received, so that an event delivered again gets the same outcome.

use domain::co_owner::CoOwner;

use super::outcome::EventOutcome;
use crate::companies::pushes::PushRefusal;
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    id::EventId,
    on_tx,
};

use crate::Portal;

/// Retention of events: much longer than the validity of a signature and a co-owner's retries.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);

/// Identity of an event.
pub(super) struct EventKey {
    pub id: EventId,
    pub co_owner: CoOwner,
    /// SHA-256 of the body.
    pub hash: Vec<u8>,
}

impl EventKey {
    /// Records the event with its outcome. Returns `false` if it was already recorded: another transaction applied it.
    pub async fn record(&self, tx: &mut Tx, outcome: EventOutcome, now: Moment) -> Result<bool, Error> {
        let inserted = execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO rights_event (id, co_owner, body_hash, outcome, received_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            )
            .bind(self.id)
            .bind(self.co_owner.code())
            .bind(self.hash.as_slice())
            .bind(outcome.code())
            .bind(now)
        )?;
        Ok(inserted == 1)
    }

    pub async fn set_outcome(&self, tx: &mut Tx, outcome: EventOutcome) -> Result<(), Error> {
        execute_tx!(
            tx,
            sqlx::query("UPDATE rights_event SET outcome = $3 WHERE id = $1 AND co_owner = $2")
                .bind(self.id)
                .bind(self.co_owner.code())
                .bind(outcome.code())
        )?;
        Ok(())
    }

    /// Outcome of the first delivery.
    ///
    /// # Errors
    /// [`PushRefusal::OtherBody`] if that event had another body.
    pub async fn recorded_outcome(&self, tx: &mut Tx) -> Result<EventOutcome, PushRefusal> {
        let (hash, outcome): (Vec<u8>, String) = on_tx!(tx, |c| {
            sqlx::query_as("SELECT body_hash, outcome FROM rights_event WHERE id = $1 AND co_owner = $2")
                .bind(self.id)
                .bind(self.co_owner.code())
                .fetch_one(c)
                .await
        })?;
        if hash != self.hash {
            return Err(PushRefusal::OtherBody);
        }
        Ok(EventOutcome::from_code(&outcome).unwrap_or(EventOutcome::AlreadyKnown))
    }
}

/// Deletes events received more than thirty days ago.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM rights_event WHERE received_at < $1").bind(limit))?)
}
