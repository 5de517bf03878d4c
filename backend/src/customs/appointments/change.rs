//! Changes of an appointment by its company.

use domain::{
    appointments::{self as rules, SLOT, checked_slot},
    form::Answers,
    problem::Problem,
};
use platform::Error;

use super::{
    appointment::Appointment,
    book::too_many,
    kinds, mails,
    offer::{FreeSlots, slots_of},
    operator::appointment,
    shares, store,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    appointments::{self, AppointmentState},
    id::AppointmentId,
};

/// Returns the slots to which an appointment can be moved, its own first.
pub async fn slots_for_change(portal: &Portal, appointment: &Appointment) -> Result<FreeSlots, Error> {
    let mut free = slots_of(portal, kinds::find(portal, appointment.kind).await?).await?;
    free.slots.retain(|slot| *slot != appointment.slot());
    free.slots.insert(0, appointment.slot());
    Ok(free)
}

/// Moves an appointment to another slot and mails the new time.
///
/// # Errors
/// As [`appointment`]; problems of the form, [`Problem::SlotTaken`], [`Problem::TooManyAppointments`],
/// [`Problem::AppointmentEnded`].
pub async fn change_slot(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
    answers: &Answers,
) -> Result<(), Error> {
    let before = appointment(portal, session, id).await?;
    require_booked(portal, &before)?;
    let free = slots_for_change(portal, &before).await?;
    let (slot, _) = checked_slot(&free.slots, &rules::change(&free.slots, free.hour()), answers)?;
    if slot == before.slot() {
        return Ok(());
    }
    let (code, now) = (free.code(), portal.clock.now());
    let mut tx = portal.db.begin().await?;
    if !appointments::change_slot(&mut tx, &free.agenda(&code), id, &slot, now).await? {
        return Err(Error::invalid(SLOT, Problem::SlotTaken));
    }
    shares::release(&mut tx, id).await?;
    if !shares::take(&mut tx, &free.kind, &before.siren, slot.begins.date(), id).await? {
        return Err(too_many(&free));
    }
    let moved = store::find_tx(&mut tx, id).await?;
    mails::confirm(portal, &mut tx, &moved, true).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Cancels an appointment and mails it. Succeeds if it was cancelled before.
///
/// # Errors
/// As [`appointment`]; [`Problem::AppointmentEnded`] once it has begun.
pub async fn cancel(portal: &Portal, session: &Session, id: AppointmentId) -> Result<(), Error> {
    let found = appointment(portal, session, id).await?;
    cancel_found(portal, &found, "").await
}

/// Cancels an appointment that the caller may cancel. `reason`: of the service; empty for the person's own cancellation.
pub(super) async fn cancel_found(portal: &Portal, found: &Appointment, reason: &str) -> Result<(), Error> {
    let now = portal.clock.now();
    if found.state(now) == AppointmentState::Cancelled {
        return Ok(());
    }
    require_booked(portal, found)?;
    let mut tx = portal.db.begin().await?;
    if appointments::cancel(&mut tx, found.id, now).await? {
        shares::release(&mut tx, found.id).await?;
        store::set_cancellation_reason(&mut tx, found.id, reason).await?;
        let cancelled = store::find_tx(&mut tx, found.id).await?;
        mails::cancel(portal, &mut tx, &cancelled).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

fn require_booked(portal: &Portal, found: &Appointment) -> Result<(), Error> {
    match found.state(portal.clock.now()) {
        AppointmentState::Booked => Ok(()),
        AppointmentState::Begun | AppointmentState::Cancelled => {
            Err(Error::invalid("", Problem::AppointmentEnded))
        }
    }
}
