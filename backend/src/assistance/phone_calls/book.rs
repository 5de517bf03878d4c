use domain::{
    appointments::{SLOT, checked_slot},
    form::Answers,
    path,
    problem::Problem,
};
use platform::{
    Error, calendar,
    db::{Duration, Tx},
    mail::{self, Lifetime},
    secret::Token,
    throttle::{self, network},
};

use super::{
    agenda::{agenda, free_slots},
    form,
    letters::ConfirmedLetter,
    store::{self, PhoneCall},
};
use crate::{
    Portal,
    accounts::sessions::Client,
    appointments::{self, Booking},
    id::AppointmentId,
    portal::Signal,
};

/// Calls booked from one network per day: people of one company may share an address.
const PER_NETWORK: i64 = 20;
/// Calls booked with one address of e-mail per day.
const PER_EMAIL: i64 = 5;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Books a call and mails its confirmation. Returns the token of the call's link.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; [`Problem::SlotTaken`]; [`Problem::PhoneCallBooked`] if another call to the
/// phone is to come; `TooManyAttempts`.
pub async fn book(portal: &Portal, client: &Client, answers: &Answers) -> Result<Token, Error> {
    let slots = free_slots(portal).await?;
    let (slot, checked) = checked_slot(&slots, &form::form(&slots), answers)?;
    let by_network = format!("rappel:{}", network(client.address));
    throttle::allow(portal, &by_network, PER_NETWORK, DAY).await?;
    let by_email = format!("rappel-adresse:{}", checked.text("email"));
    throttle::allow(portal, &by_email, PER_EMAIL, DAY).await?;

    let (now, id, token) = (portal.clock.now(), AppointmentId::generate(), Token::generate());
    let agenda = agenda(&portal.config.phone_calls);
    let mut tx = portal.db.begin().await?;
    store::end_begun(&mut tx, checked.text("telephone"), now).await?;
    if appointments::book(&mut tx, &agenda, id, &slot, now).await? != Booking::Booked {
        return Err(Error::invalid(SLOT, Problem::SlotTaken));
    }
    if !store::insert(&mut tx, id, Token::hash(token.expose()), &checked).await? {
        return Err(Error::invalid("telephone", Problem::PhoneCallBooked));
    }
    let call = store::of(&mut tx, id).await?;
    send_confirmation(portal, &mut tx, &call, token.expose(), false).await?;
    tx.notify(Signal::Assistance);
    tx.commit().await?;
    portal.wake_workers();
    Ok(token)
}

/// Mails the time of a call, with the file for the person's calendar.
pub(super) async fn send_confirmation(
    portal: &Portal,
    tx: &mut Tx,
    call: &PhoneCall,
    token: &str,
    is_moved: bool,
) -> Result<(), Error> {
    let link = portal.link(&path::phone_call(path::encode(token)));
    let letter = ConfirmedLetter {
        is_moved,
        name: call.name.clone(),
        slot: call.slot().label(),
        phone: call.shown_phone(),
        subject: call.subject().to_owned(),
        event: calendar::write_one(&call.event(portal, link.clone())),
        link,
    };
    let lifetime = Lifetime::LatestUntil { end: call.starts_at, topic: topic(call.id) };
    mail::enqueue(tx, portal.clock.now(), &call.email, &letter, lifetime).await
}

/// Topic of the mails with the time of a call.
pub(super) fn topic(id: AppointmentId) -> String {
    format!("rappel:{id}")
}
