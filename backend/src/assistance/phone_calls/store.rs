//! SQL of calls.

use domain::form::Answers;
use platform::{
    Error,
    calendar::{Event, When},
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};

use super::{
    agenda::ZONE,
    form::{shown_phone, subject_label},
};
use crate::{
    Portal,
    accounts::links,
    appointments::{AppointmentState, Slot, slot_of},
    id::AppointmentId,
};

/// A call, as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PhoneCall {
    pub id: AppointmentId,
    pub name: String,
    pub phone: String,
    pub(super) email: String,
    pub(super) subject: String,
    pub details: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    /// Number of changes of time so far.
    sequence: i32,
    /// Time of the booking, or of the last change of slot.
    pub(super) changed_at: Moment,
    cancelled_at: Option<Moment>,
}

impl PhoneCall {
    pub fn state(&self, now: Moment) -> AppointmentState {
        AppointmentState::at(now, self.starts_at, self.cancelled_at)
    }

    pub fn slot(&self) -> Slot {
        slot_of(self.starts_at, self.ends_at, ZONE)
    }

    /// The phone as people read it: « +33 6 12 34 56 78 ».
    pub fn shown_phone(&self) -> String {
        shown_phone(&self.phone)
    }

    /// Label of the subject.
    pub fn subject(&self) -> &'static str {
        subject_label(&self.subject)
    }

    /// The call as an event of the person's calendar. `url`: page of the call.
    pub fn event(&self, portal: &Portal, url: String) -> Event {
        let domain = portal.config.base_url.host_str().unwrap_or_default();
        Event {
            uid: format!("{}@{domain}", self.id),
            sequence: self.sequence,
            stamp: self.changed_at,
            when: When::Period { from: self.starts_at, to: self.ends_at },
            summary: "Appel de l’assistance Prodouane".to_owned(),
            description: format!(
                "L’assistance vous appelle au {}, {}.\nSujet\u{a0}: {}.",
                self.shown_phone(),
                self.slot().label(),
                self.subject()
            ),
            location: String::new(),
            url,
            status: None,
            invitation: None,
        }
    }
}

/// Columns of [`PhoneCall`].
macro_rules! select_calls {
    ($end:literal) => {
        concat!(
            "SELECT c.appointment_id AS id, c.name, c.phone, c.email, c.subject, c.details, a.starts_at, a.ends_at,
                    a.sequence, a.changed_at, a.cancelled_at
             FROM phone_call c JOIN appointment a ON a.id = c.appointment_id ",
            $end
        )
    };
}
pub(super) use select_calls;

/// Returns the call of a link.
///
/// # Errors
/// [`Error::NotFound`] if there is none, or it was deleted 30 days after its time.
pub async fn find(portal: &Portal, token: &str) -> Result<PhoneCall, Error> {
    let found: Option<PhoneCall> = on!(portal.db, |c| {
        sqlx::query_as(select_calls!("WHERE c.token_hash = $1"))
            .bind(links::hash(token))
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns the call of an appointment.
pub(super) async fn of(tx: &mut Tx, id: AppointmentId) -> Result<PhoneCall, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(select_calls!("WHERE c.appointment_id = $1")).bind(id).fetch_one(c).await
    })?)
}

/// Ends the calls to come of this phone whose time has begun: another one may be booked.
pub(super) async fn end_begun(tx: &mut Tx, phone: &str, now: Moment) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE phone_call SET awaited_phone = NULL
             WHERE awaited_phone = $1
               AND appointment_id IN (SELECT id FROM appointment WHERE starts_at <= $2)",
        )
        .bind(phone)
        .bind(now)
    )?;
    Ok(())
}

/// Inserts a call of a booked appointment. Returns `false` if another call to the phone is to come.
pub(super) async fn insert(
    tx: &mut Tx,
    id: AppointmentId,
    token_hash: Vec<u8>,
    answers: &Answers,
) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO phone_call (appointment_id, token_hash, name, phone, awaited_phone, email, subject, details)
             VALUES ($1, $2, $3, $4, $4, $5, $6, $7)
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(token_hash)
        .bind(answers.text("nom"))
        .bind(answers.text("telephone"))
        .bind(answers.text("email"))
        .bind(answers.text("sujet"))
        .bind(answers.text("precisions"))
    )?;
    Ok(inserted == 1)
}

/// Lets another call to the phone be booked.
pub(super) async fn end(tx: &mut Tx, id: AppointmentId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE phone_call SET awaited_phone = NULL WHERE appointment_id = $1").bind(id)
    )?;
    Ok(())
}
