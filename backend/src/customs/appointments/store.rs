//! SQL of the appointments.

use domain::siren::Siren;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};

use super::{appointment::Appointment, kinds::AppointmentKind};
use crate::{
    Portal,
    id::{AccountId, AppointmentId, ConversationId},
};

/// Columns of [`Appointment`].
macro_rules! select_appointments {
    ($end:literal) => {
        concat!(
            "SELECT c.appointment_id AS id, c.kind, c.service, s.name AS service_name, s.email AS service_email, c.label,
                    c.channel, c.location, c.siren, c.company, c.account, c.person, c.phone, c.subject, c.question,
                    COALESCE(q.number, '') AS question_number, c.confidential, c.booked_by,
                    COALESCE(c.outcome, '') AS outcome, COALESCE(c.cancellation_reason, '') AS cancellation_reason,
                    a.starts_at, a.ends_at, a.zone, a.promised_time, a.sequence, a.changed_at, a.cancelled_at
             FROM customs_appointment c JOIN appointment a ON a.id = c.appointment_id
             JOIN service s ON s.code = c.service LEFT JOIN conversation q ON q.id = c.question ",
            $end
        )
    };
}
pub(super) use select_appointments;

/// What is stored about a new appointment, beside its time and its kind.
pub(super) struct NewAppointment<'a> {
    pub account: AccountId,
    pub person: &'a str,
    pub siren: &'a Siren,
    pub company: &'a str,
    pub phone: &'a str,
    pub subject: &'a str,
    pub question: Option<ConversationId>,
    pub confidential: bool,
    /// Agent who books it; empty for the person.
    pub booked_by: &'a str,
}

impl NewAppointment<'_> {
    pub async fn insert(&self, tx: &mut Tx, id: AppointmentId, kind: &AppointmentKind) -> Result<(), Error> {
        execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO customs_appointment (appointment_id, kind, service, label, channel, location, siren, company,
                     account, person, phone, subject, question, confidential, booked_by)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            )
            .bind(id)
            .bind(kind.id)
            .bind(&kind.service)
            .bind(&kind.settings.label)
            .bind(kind.settings.channel.code())
            .bind(&kind.settings.location)
            .bind(self.siren.as_str())
            .bind(self.company)
            .bind(self.account)
            .bind(self.person)
            .bind(self.phone)
            .bind(self.subject)
            .bind(self.question)
            .bind(self.confidential)
            .bind(self.booked_by)
        )?;
        Ok(())
    }
}

/// Returns an appointment, for a caller that decides the rights.
///
/// # Errors
/// [`Error::NotFound`] if there is none, or it was deleted 30 days after its time.
pub(super) async fn find(portal: &Portal, id: AppointmentId) -> Result<Appointment, Error> {
    let found: Option<Appointment> = on!(portal.db, |c| {
        sqlx::query_as(select_appointments!("WHERE c.appointment_id = $1")).bind(id).fetch_optional(c).await
    })?;
    found.ok_or(Error::NotFound)
}

/// Like [`find`], inside a transaction.
pub(super) async fn find_tx(tx: &mut Tx, id: AppointmentId) -> Result<Appointment, Error> {
    let found: Option<Appointment> = on_tx!(tx, |c| {
        sqlx::query_as(select_appointments!("WHERE c.appointment_id = $1")).bind(id).fetch_optional(c).await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns the appointments of a company, the next first, then the past and the cancelled ones.
pub(super) async fn of_company(portal: &Portal, siren: &Siren) -> Result<Vec<Appointment>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(select_appointments!("WHERE c.siren = $1 ORDER BY a.starts_at, c.appointment_id"))
            .bind(siren.as_str())
            .fetch_all(c)
            .await
    })?)
}

/// Returns the appointments with a service that start in a period, in order.
pub(super) async fn of_service(
    portal: &Portal,
    service: &str,
    from: Moment,
    to: Moment,
) -> Result<Vec<Appointment>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(select_appointments!(
            "WHERE c.service = $1 AND a.starts_at >= $2 AND a.starts_at < $3
             ORDER BY a.starts_at, c.appointment_id"
        ))
        .bind(service)
        .bind(from)
        .bind(to)
        .fetch_all(c)
        .await
    })?)
}

/// Records why the service cancels an appointment.
pub(super) async fn set_cancellation_reason(
    tx: &mut Tx,
    id: AppointmentId,
    reason: &str,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE customs_appointment SET cancellation_reason = $1 WHERE appointment_id = $2")
            .bind(reason)
            .bind(id)
    )?;
    Ok(())
}
