//! Mails to the person of an appointment, with the event for their calendar.

use domain::path;
use platform::{
    Error, calendar,
    db::Tx,
    mail::{self, Lifetime},
};

use super::{
    appointment::Appointment,
    letters::{CancelledLetter, ConfirmedLetter, ReminderLetter},
};
use crate::{
    Portal,
    accounts::account::{self, Account},
};

/// Mails the time of an appointment that was booked or moved.
pub(super) async fn confirm(
    portal: &Portal,
    tx: &mut Tx,
    appointment: &Appointment,
    is_moved: bool,
) -> Result<(), Error> {
    let Some(person) = person(tx, appointment).await? else { return Ok(()) };
    let letter = ConfirmedLetter {
        is_moved,
        first_name: person.first_name,
        service: appointment.service_name.clone(),
        label: appointment.label.clone(),
        when: appointment.when(),
        place: appointment.place(),
        company: appointment.company.clone(),
        booked_by: appointment.booked_by.clone(),
        link: portal.link(&path::appointment(appointment.id)),
        event: calendar::write_one(&appointment.invitation(portal, &person.email)),
    };
    mail::enqueue(tx, portal.clock.now(), &person.email, &letter, lifetime(appointment)).await
}

/// Mails that an appointment is cancelled.
pub(super) async fn cancel(portal: &Portal, tx: &mut Tx, appointment: &Appointment) -> Result<(), Error> {
    let Some(person) = person(tx, appointment).await? else { return Ok(()) };
    let letter = CancelledLetter {
        first_name: person.first_name,
        service: appointment.service_name.clone(),
        when: appointment.when(),
        reason: appointment.cancellation_reason.clone(),
        link: portal.link(path::NEW_APPOINTMENT),
        event: calendar::write_one(&appointment.invitation(portal, &person.email)),
    };
    mail::enqueue(tx, portal.clock.now(), &person.email, &letter, lifetime(appointment)).await
}

/// Mails a reminder of an appointment.
pub(super) async fn remind(portal: &Portal, tx: &mut Tx, appointment: &Appointment) -> Result<(), Error> {
    let Some(person) = person(tx, appointment).await? else { return Ok(()) };
    let letter = ReminderLetter {
        first_name: person.first_name,
        service: appointment.service_name.clone(),
        when: appointment.when(),
        place: appointment.place(),
        link: portal.link(&path::appointment(appointment.id)),
    };
    let lifetime = Lifetime::Until(appointment.starts_at);
    mail::enqueue(tx, portal.clock.now(), &person.email, &letter, lifetime).await
}

/// Returns the account of the person, with its address of today; `None` once it is deleted.
async fn person(tx: &mut Tx, appointment: &Appointment) -> Result<Option<Account>, Error> {
    let Some(account) = appointment.account else { return Ok(None) };
    Ok(account::by_id_tx(tx, account).await?)
}

fn lifetime(appointment: &Appointment) -> Lifetime {
    Lifetime::LatestUntil { end: appointment.starts_at, topic: format!("rendez-vous:{}", appointment.id) }
}
