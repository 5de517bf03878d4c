//! The transaction that books an appointment.

use domain::{
    appointments::{SLOT, Slot},
    problem::Problem,
};
use platform::Error;

use super::{
    mails,
    offer::FreeSlots,
    shares,
    store::{self, NewAppointment},
};
use crate::{
    Portal,
    appointments::{self, Booking},
    id::AppointmentId,
};

/// Result of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Booked {
    Now,
    /// An appointment has the identifier already.
    Before,
}

/// Books an appointment and mails its confirmation.
///
/// # Errors
/// [`Problem::SlotTaken`], [`Problem::TooManyAppointments`].
pub(super) async fn book(
    portal: &Portal,
    id: AppointmentId,
    free: &FreeSlots,
    slot: &Slot,
    new: &NewAppointment<'_>,
) -> Result<Booked, Error> {
    let (now, code) = (portal.clock.now(), free.code());
    let mut tx = portal.db.begin().await?;
    match appointments::book(&mut tx, &free.agenda(&code), id, slot, now).await? {
        Booking::Booked => {}
        Booking::SlotTaken => return Err(Error::invalid(SLOT, Problem::SlotTaken)),
        Booking::Known => return Ok(Booked::Before),
    }
    let day = slot.begins.date();
    if !shares::take(&mut tx, &free.kind, new.siren.as_str(), day, id).await? {
        return Err(too_many(free));
    }
    new.insert(&mut tx, id, &free.kind).await?;
    let appointment = store::find_tx(&mut tx, id).await?;
    mails::confirm(portal, &mut tx, &appointment, false).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(appointment = %id, service = free.service.code, "appointment booked");
    Ok(Booked::Now)
}

pub(super) fn too_many(free: &FreeSlots) -> Error {
    Error::invalid(SLOT, Problem::TooManyAppointments { max: free.kind.settings.weekly_max })
}
