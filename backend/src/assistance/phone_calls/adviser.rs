//! Work of hotline advisers on calls.

use domain::rights::Action;
use jiff::civil::Date;
use platform::{
    Error,
    db::{Duration, Moment},
    execute_tx, on,
};

use super::form::{shown_phone, subject_label};
use crate::{Portal, accounts::sessions::Session, id::AppointmentId, portal::Signal};

/// Time before a call from which its outcome can be recorded.
const EARLY: Duration = Duration::from_secs(15 * 60);

/// Outcome of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The person was reached.
    Reached,
    NoAnswer,
}

impl Outcome {
    pub const ALL: [Outcome; 2] = [Outcome::Reached, Outcome::NoAnswer];

    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Reached => "joint",
            Outcome::NoAnswer => "sans-reponse",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Outcome::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Outcome::Reached => "Joint",
            Outcome::NoAnswer => "Sans réponse",
        }
    }
}

/// A call of a day.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PlannedCall {
    pub id: AppointmentId,
    pub name: String,
    pub phone: String,
    subject: String,
    pub details: String,
    pub starts_at: Moment,
    outcome: Option<String>,
    /// Adviser who recorded the outcome; empty before.
    pub adviser_name: String,
}

impl PlannedCall {
    /// Label of the subject.
    pub fn subject(&self) -> &'static str {
        subject_label(&self.subject)
    }

    /// The phone as people read it: « +33 6 12 34 56 78 ».
    pub fn shown_phone(&self) -> String {
        shown_phone(&self.phone)
    }

    /// `None` until an adviser has recorded it.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.as_deref().and_then(Outcome::from_code)
    }

    /// Returns `true` once the outcome can be recorded.
    pub fn is_due(&self, now: Moment) -> bool {
        self.starts_at <= now + EARLY
    }
}

/// Returns the calls of a day in Paris, in order, without the cancelled ones.
///
/// # Errors
/// [`Error::Refused`] or [`Error::NotFound`] without the right.
pub async fn calls_of(portal: &Portal, session: &Session, day: Date) -> Result<Vec<PlannedCall>, Error> {
    session.staff_allowed(&Action::AnswerCases)?;
    let end = day.tomorrow().map_or(Moment::from_micros(i64::MAX), Moment::start_of);
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT c.appointment_id AS id, c.name, c.phone, c.subject, c.details, a.starts_at, c.outcome,
                    COALESCE(c.adviser_name, '') AS adviser_name
             FROM phone_call c JOIN appointment a ON a.id = c.appointment_id
             WHERE a.starts_at >= $1 AND a.starts_at < $2 AND a.cancelled_at IS NULL
             ORDER BY a.starts_at, c.appointment_id",
        )
        .bind(Moment::start_of(day))
        .bind(end)
        .fetch_all(c)
        .await
    })?)
}

/// Records the outcome of a call; the last one counts.
///
/// # Errors
/// As [`calls_of`]; [`Error::NotFound`] for an unknown, cancelled or later call.
pub async fn record_outcome(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
    outcome: Outcome,
) -> Result<(), Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let mut tx = portal.db.begin().await?;
    let recorded = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE phone_call SET outcome = $1, adviser_name = $2
             WHERE appointment_id = $3
               AND EXISTS (SELECT 1 FROM appointment
                           WHERE id = $3 AND cancelled_at IS NULL AND starts_at <= $4)",
        )
        .bind(outcome.code())
        .bind(&adviser.name)
        .bind(id)
        .bind(portal.clock.now() + EARLY)
    )?;
    if recorded == 0 {
        return Err(Error::NotFound);
    }
    tx.notify(Signal::Assistance);
    Ok(tx.commit().await?)
}
