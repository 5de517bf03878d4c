//! Booking: an appointment takes one row for each five minutes of one seat, whose key no other appointment can have.

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
};

use super::{Agenda, Reminder, Slot};
use crate::{Portal, id::AppointmentId};

/// Outcome of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Booking {
    Booked,
    /// All seats of the slot are taken; the transaction has booked nothing.
    SlotTaken,
    /// An appointment with this identifier is booked: the form was sent twice.
    Known,
}

/// Value of `reminded_hours` before the first reminder.
const NOT_REMINDED: i32 = i32::MAX;

/// Retention of an appointment after its end.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);

/// Books an appointment.
pub(crate) async fn book(
    tx: &mut Tx,
    agenda: &Agenda<'_>,
    id: AppointmentId,
    slot: &Slot,
    now: Moment,
) -> Result<Booking, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO appointment (id, agenda, starts_at, ends_at, zone, promised_time, sequence, changed_at,
                                      reminded_hours)
             VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(agenda.code)
        .bind(Moment::from_timestamp(slot.from))
        .bind(Moment::from_timestamp(slot.to))
        .bind(agenda.zone)
        .bind(slot.begins.to_string())
        .bind(now)
        .bind(NOT_REMINDED)
    )?;
    if inserted == 0 {
        return Ok(Booking::Known);
    }
    if take_seat(tx, agenda, id, slot).await?.is_some() {
        return Ok(Booking::Booked);
    }
    execute_tx!(tx, sqlx::query("DELETE FROM appointment WHERE id = $1").bind(id))?;
    Ok(Booking::SlotTaken)
}

/// Moves an appointment to another slot. Returns `false` if all its seats are taken; the appointment then stays where it
/// was.
pub(crate) async fn change_slot(
    tx: &mut Tx,
    agenda: &Agenda<'_>,
    id: AppointmentId,
    slot: &Slot,
    now: Moment,
) -> Result<bool, Error> {
    // The new places first: two people who exchange their slots never wait for each other.
    let Some(seat) = take_seat(tx, agenda, id, slot).await? else { return Ok(false) };
    let quanta = slot.quanta(&agenda.rules);
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM appointment_place
             WHERE appointment_id = $1 AND NOT (seat = $2 AND quantum >= $3 AND quantum < $4)",
        )
        .bind(id)
        .bind(seat)
        .bind(quanta.start)
        .bind(quanta.end)
    )?;
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE appointment SET starts_at = $1, ends_at = $2, promised_time = $3, changed_at = $4,
                                    sequence = sequence + 1, reminded_hours = $5, zone = $6
             WHERE id = $7",
        )
        .bind(Moment::from_timestamp(slot.from))
        .bind(Moment::from_timestamp(slot.to))
        .bind(slot.begins.to_string())
        .bind(now)
        .bind(NOT_REMINDED)
        .bind(agenda.zone)
        .bind(id)
    )?;
    Ok(true)
}

/// Cancels an appointment and frees its places. Returns `false` if it was cancelled before.
pub(crate) async fn cancel(tx: &mut Tx, id: AppointmentId, now: Moment) -> Result<bool, Error> {
    let cancelled = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE appointment SET cancelled_at = $1, sequence = sequence + 1
             WHERE id = $2 AND cancelled_at IS NULL",
        )
        .bind(now)
        .bind(id)
    )?;
    execute_tx!(tx, sqlx::query("DELETE FROM appointment_place WHERE appointment_id = $1").bind(id))?;
    Ok(cancelled == 1)
}

/// Marks a reminder as sent. Returns `false` if another process has sent it or a later one, or if the appointment was moved or
/// cancelled meanwhile.
pub(crate) async fn mark_reminded(
    tx: &mut Tx,
    id: AppointmentId,
    starts_at: Moment,
    reminder: Reminder,
) -> Result<bool, Error> {
    let marked = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE appointment SET reminded_hours = $1
             WHERE id = $2 AND reminded_hours > $1 AND cancelled_at IS NULL AND starts_at = $3",
        )
        .bind(i32::from(reminder.hours))
        .bind(id)
        .bind(starts_at)
    )?;
    Ok(marked == 1)
}

/// Takes the first free seat of the slot and returns it. Seats and quanta are tried in one order everywhere, so that
/// concurrent bookings wait for each other in line.
async fn take_seat(
    tx: &mut Tx,
    agenda: &Agenda<'_>,
    id: AppointmentId,
    slot: &Slot,
) -> Result<Option<i32>, Error> {
    for seat in agenda.rules.seats() {
        let mut taken = Vec::new();
        for quantum in slot.quanta(&agenda.rules) {
            let inserted = execute_tx!(
                tx,
                sqlx::query(
                    "INSERT INTO appointment_place (agenda, quantum, seat, appointment_id) VALUES ($1, $2, $3, $4)
                     ON CONFLICT DO NOTHING",
                )
                .bind(agenda.code)
                .bind(quantum)
                .bind(seat)
                .bind(id)
            )?;
            if inserted == 0 {
                break;
            }
            taken.push(quantum);
        }
        if taken.len() == slot.quanta(&agenda.rules).count() {
            return Ok(Some(seat));
        }
        for quantum in taken {
            release(tx, agenda, quantum, seat).await?;
        }
    }
    Ok(None)
}

async fn release(tx: &mut Tx, agenda: &Agenda<'_>, quantum: i64, seat: i32) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM appointment_place WHERE agenda = $1 AND quantum = $2 AND seat = $3")
            .bind(agenda.code)
            .bind(quantum)
            .bind(seat)
    )?;
    Ok(())
}

/// Deletes the appointments that ended 30 days ago, with what higher contexts store about them. Returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM appointment WHERE ends_at < $1").bind(limit))?)
}
