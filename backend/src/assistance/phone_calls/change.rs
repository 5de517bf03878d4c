use domain::{
    appointments::{SLOT, checked_slot},
    form::Answers,
    problem::Problem,
};
use platform::{
    Error,
    mail::{self, Lifetime},
};

use super::{
    agenda::{agenda, free_slots},
    book::{send_confirmation, topic},
    form::change_form,
    letters::CancelledLetter,
    store::{self, PhoneCall},
};
use crate::{
    Portal,
    appointments::{self, AppointmentState},
    portal::Signal,
};

/// Moves a call to another slot and mails the new time.
///
/// # Errors
/// [`Error::NotFound`] for an unknown token; [`Error::Invalid`]: [`Problem::SlotTaken`], [`Problem::PhoneCallEnded`].
pub async fn change_slot(portal: &Portal, token: &str, answers: &Answers) -> Result<(), Error> {
    let call = booked(portal, token).await?;
    let slots = free_slots(portal).await?;
    let (slot, _) = checked_slot(&slots, &change_form(&slots), answers)?;
    if slot == call.slot() {
        return Ok(());
    }
    let mut tx = portal.db.begin().await?;
    let agenda = agenda(&portal.config.phone_calls);
    if !appointments::change_slot(&mut tx, &agenda, call.id, &slot, portal.clock.now()).await? {
        return Err(Error::invalid(SLOT, Problem::SlotTaken));
    }
    let moved = store::of(&mut tx, call.id).await?;
    send_confirmation(portal, &mut tx, &moved, token, true).await?;
    tx.notify(Signal::Assistance);
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Cancels a call and mails it. Succeeds if it was cancelled before.
///
/// # Errors
/// [`Error::NotFound`] for an unknown token; [`Error::Invalid`]: [`Problem::PhoneCallEnded`].
pub async fn cancel(portal: &Portal, token: &str) -> Result<(), Error> {
    let now = portal.clock.now();
    let call = store::find(portal, token).await?;
    match call.state(now) {
        AppointmentState::Cancelled => return Ok(()),
        AppointmentState::Begun => return Err(Error::invalid("", Problem::PhoneCallEnded)),
        AppointmentState::Booked => {}
    }
    let mut tx = portal.db.begin().await?;
    if appointments::cancel(&mut tx, call.id, now).await? {
        store::end(&mut tx, call.id).await?;
        let letter = CancelledLetter { name: call.name.clone(), slot: call.slot().label() };
        let lifetime = Lifetime::LatestUntil { end: call.starts_at, topic: topic(call.id) };
        mail::enqueue(&mut tx, now, &call.email, &letter, lifetime).await?;
        tx.notify(Signal::Assistance);
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Returns the call of a link if it can still be moved.
async fn booked(portal: &Portal, token: &str) -> Result<PhoneCall, Error> {
    let call = store::find(portal, token).await?;
    match call.state(portal.clock.now()) {
        AppointmentState::Booked => Ok(call),
        AppointmentState::Begun | AppointmentState::Cancelled => {
            Err(Error::invalid("", Problem::PhoneCallEnded))
        }
    }
}
