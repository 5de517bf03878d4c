//! Personal data in appointments: export for the person, erasure with the account.

use domain::appointments::Slot;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};
use serde_json::{Value, json};

use super::{shares, store::select_appointments};
use crate::{
    Portal, appointments,
    customs::appointments::Appointment,
    id::{AccountId, AppointmentId},
    messaging::DELETED_AUTHOR,
};

/// Exports the appointments of a person, as JSON with French member names.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let all: Vec<Appointment> = on!(portal.db, |c| {
        sqlx::query_as(select_appointments!("WHERE c.account = $1 ORDER BY a.starts_at, c.appointment_id"))
            .bind(account)
            .fetch_all(c)
            .await
    })?;
    Ok(Value::Array(all.iter().map(document).collect()))
}

fn document(appointment: &Appointment) -> Value {
    let Slot { begins, .. } = appointment.slot();
    json!({
        "service": appointment.service_name,
        "nature": appointment.label,
        "lieu": appointment.place(),
        "le": appointment.starts_at.rfc3339(),
        "heure_locale": begins.to_string(),
        "fuseau": appointment.zone,
        "siren": appointment.siren,
        "entreprise": appointment.company,
        "nom": appointment.person,
        "objet": appointment.subject,
        "question": appointment.question_number,
    })
}

/// Erases a person: their appointments to come are cancelled, and all lose the name, the phone number and the subject.
pub(crate) async fn erase(tx: &mut Tx, account: AccountId, now: Moment) -> Result<(), Error> {
    let to_come: Vec<AppointmentId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT c.appointment_id FROM customs_appointment c JOIN appointment a ON a.id = c.appointment_id
             WHERE c.account = $1 AND a.starts_at > $2 AND a.cancelled_at IS NULL",
        )
        .bind(account)
        .bind(now)
        .fetch_all(c)
        .await
    })?;
    for id in to_come {
        appointments::cancel(tx, id, now).await?;
        shares::release(tx, id).await?;
    }
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE customs_appointment SET account = NULL, person = $1, phone = '', subject = '' WHERE account = $2",
        )
        .bind(DELETED_AUTHOR)
        .bind(account)
    )?;
    Ok(())
}
