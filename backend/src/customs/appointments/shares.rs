//! Shares: the number of appointments of a kind that a company may have in a week. Each takes one row, whose key no other
//! appointment can have.

use jiff::civil::Date;
use platform::{Error, db::Tx, execute_tx};

use super::kinds::AppointmentKind;
use crate::id::AppointmentId;

/// Takes a share for an appointment on `day`. Returns `false` if the company has all of the week.
pub(super) async fn take(
    tx: &mut Tx,
    kind: &AppointmentKind,
    siren: &str,
    day: Date,
    appointment: AppointmentId,
) -> Result<bool, Error> {
    let week = domain::appointments::monday_of(day).to_string();
    for number in 0..i32::from(kind.settings.weekly_max) {
        let inserted = execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO appointment_share (kind, siren, week, number, appointment_id)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            )
            .bind(kind.id)
            .bind(siren)
            .bind(&week)
            .bind(number)
            .bind(appointment)
        )?;
        if inserted == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Frees the share of an appointment.
pub(super) async fn release(tx: &mut Tx, appointment: AppointmentId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM appointment_share WHERE appointment_id = $1").bind(appointment)
    )?;
    Ok(())
}
