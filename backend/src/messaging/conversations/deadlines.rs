//! Delay of the answer to a question: its facts, and the dates that lists and warnings read, computed again at each step.

use anyhow::Context;
use domain::{
    answer_delay::{
        Commitment, Delay, Round, WorkCalendar, WorkingDays, WorkingHours, delay, facts_of, rounds,
    },
    question::Status,
};
use jiff::tz::TimeZone;
use sqlx::types::Json;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on_tx,
};

use crate::id::ConversationId;

/// Dates of the commitment to a question, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// End; `None` without a commitment, and while the delay is paused.
    pub due_at: Option<Moment>,
    /// When the agents are warned that the end is near.
    pub warning_at: Option<Moment>,
}

impl Deadlines {
    /// Returns the dates of a question that is sent at `now`.
    pub fn of_new(commitment: Option<&Commitment>, now: Moment) -> Result<Self, Error> {
        Self::of(commitment, &rounds_of([(now, Status::Transmis)]), now)
    }

    fn of(commitment: Option<&Commitment>, rounds: &[Round], now: Moment) -> Result<Self, Error> {
        let none = Deadlines { due_at: None, warning_at: None };
        let (Some(commitment), Some(round)) = (commitment, rounds.last()) else { return Ok(none) };
        let delay = delay_of(&commitment.hours, Some(commitment.days), round, now)?;
        let moment = |at: Option<jiff::Timestamp>| at.map(Moment::from_timestamp);
        Ok(Deadlines { due_at: moment(delay.due), warning_at: moment(delay.warning) })
    }
}

/// Returns the working calendar of a service.
pub fn work_calendar(hours: &WorkingHours) -> Result<WorkCalendar<'_>, Error> {
    let zone = TimeZone::get(hours.territory.zone()).context("the zone of a territory")?;
    Ok(WorkCalendar { hours, zone })
}

/// Computes the delay of a round in the working time of a service.
pub fn delay_of(
    hours: &WorkingHours,
    days: Option<WorkingDays>,
    round: &Round,
    now: Moment,
) -> Result<Delay, Error> {
    Ok(delay(&work_calendar(hours)?, days, round, now.timestamp()))
}

/// Returns the rounds of a question from its statuses, oldest first.
pub fn rounds_of(steps: impl IntoIterator<Item = (Moment, Status)>) -> Vec<Round> {
    rounds(&facts_of(steps.into_iter().map(|(at, status)| (at.timestamp(), status))))
}

/// Computes the dates of a question again, after a step at `now`.
pub async fn refresh(tx: &mut Tx, id: ConversationId, now: Moment) -> Result<(), Error> {
    let commitment: Option<Json<Commitment>> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT commitment FROM conversation WHERE id = $1").bind(id).fetch_one(c).await
    })?;
    let steps: Vec<(Moment, String)> = on_tx!(tx, |c| {
        sqlx::query_as("SELECT at, status FROM conversation_step WHERE conversation = $1 ORDER BY at, id")
            .bind(id)
            .fetch_all(c)
            .await
    })?;
    let steps = steps.into_iter().filter_map(|(at, status)| Some((at, Status::from_code(&status)?)));
    let commitment = commitment.map(|Json(commitment)| commitment);
    let deadlines = Deadlines::of(commitment.as_ref(), &rounds_of(steps), now)?;
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE conversation SET answer_due_at = $1, warning_at = $2, next_warning_at = $2,
                 pressing_at = COALESCE($1, waiting_since)
             WHERE id = $3",
        )
        .bind(deadlines.due_at)
        .bind(deadlines.warning_at)
        .bind(id)
    )?;
    Ok(())
}
