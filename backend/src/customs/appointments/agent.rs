//! Work of the agents of a service on its appointments.

use domain::{
    appointments::{self as rules, Channel, checked_slot, monday_of},
    form::{Answers, FormDefinition, checked},
    problem::Problem,
    rights::Action,
    siren::Siren,
};
use jiff::{ToSpan, civil::Date};
use platform::{
    Error,
    db::{Duration, Moment},
    execute,
};

use super::{
    appointment::{Appointment, Attendance},
    book::{self, Booked},
    change::cancel_found,
    offer::{FreeSlots, agent_slots},
    settings, store,
};
use crate::{
    Portal,
    accounts::{
        account::{self, Account},
        sessions::Session,
    },
    appointments::{AppointmentState, time_zone},
    companies,
    id::{AppointmentId, AppointmentKindId},
    messaging,
};

/// Time before an appointment from which attendance can be recorded.
const EARLY: Duration = Duration::from_secs(15 * 60);

/// The appointments of a service in a week.
#[derive(Clone, Debug)]
pub struct ServiceWeek {
    /// Monday.
    pub first: Date,
    /// IANA name of the zone of the service.
    pub zone: &'static str,
    /// Cancelled ones too, in order.
    pub appointments: Vec<Appointment>,
}

/// Returns the appointments with a service in the week of a day, today without one.
///
/// # Errors
/// [`Error::NotFound`] for a service of others.
pub async fn week(
    portal: &Portal,
    session: &Session,
    service: &str,
    day: Option<Date>,
) -> Result<ServiceWeek, Error> {
    let settings = settings::settings(portal, session, service).await?;
    let zone = settings.territory.unwrap_or_default().zone();
    let clock = time_zone(zone);
    let today = portal.clock.now().timestamp().to_zoned(clock.clone()).date();
    let first = monday_of(day.unwrap_or(today));
    let start = |day: Date| {
        let at = day.to_zoned(clock.clone()).map(|at| Moment::from_timestamp(at.timestamp()));
        at.unwrap_or(Moment::from_micros(i64::MAX))
    };
    let end = first.checked_add(7.days()).unwrap_or(Date::MAX);
    let appointments = store::of_service(portal, service, start(first), start(end)).await?;
    Ok(ServiceWeek { first, zone, appointments })
}

/// Returns an appointment, for the agents of its service.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one or one of another service.
pub async fn appointment_of_service(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
) -> Result<Appointment, Error> {
    // First: the answer to those who are no agents must not depend on whether the appointment exists.
    session.agent()?;
    let found = store::find(portal, id).await?;
    settings::keeper(session, &found.service)?;
    Ok(found)
}

impl FreeSlots {
    /// Returns the form with which an agent books one of the slots.
    pub fn agent_form(&self) -> FormDefinition {
        rules::booking_for_operator(&self.slots, self.hour(), self.kind.settings.channel)
    }
}

/// Books an appointment for a person who may use the messaging of the company, and mails the confirmation. Idempotent per
/// `id`, generated with the page's form.
///
/// # Errors
/// As [`agent_slots`]; problems of the form, of which [`Problem::NoOperatorOfCompany`], [`Problem::SlotTaken`] and
/// [`Problem::TooManyAppointments`].
pub async fn book_for_operator(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
    kind: AppointmentKindId,
    answers: &Answers,
) -> Result<(), Error> {
    let free = agent_slots(portal, session, kind).await?;
    let agent = settings::keeper(session, &free.service.code)?;
    if is_of_service(portal, id, &free.service.code).await? {
        return Ok(());
    }
    let (slot, checked) = checked_slot(&free.slots, &free.agent_form(), answers)?;
    let siren = Siren::parse(checked.text("siren")).map_err(|problem| Error::invalid("siren", problem))?;
    let operator = operator(portal, checked.text("email"), &siren).await?;
    let company = companies::company(portal, operator.id, &siren).await?;
    let by_phone = free.kind.settings.channel == Channel::Phone;
    let new = store::NewAppointment {
        account: operator.id,
        person: &operator.full_name(),
        siren: &siren,
        company: &company.raison_sociale,
        phone: if by_phone { checked.text("telephone") } else { "" },
        subject: checked.text("objet"),
        question: None,
        confidential: false,
        booked_by: &agent.name,
    };
    match book::book(portal, id, &free, &slot, &new).await? {
        Booked::Now => Ok(()),
        Booked::Before if is_of_service(portal, id, &free.service.code).await? => Ok(()),
        Booked::Before => Err(Error::NotFound),
    }
}

async fn is_of_service(portal: &Portal, id: AppointmentId, service: &str) -> Result<bool, Error> {
    match store::find(portal, id).await {
        Ok(found) => Ok(found.service == service),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns the activated account with this address if it may use the messaging of the company. Unknown addresses and people
/// without the right are indistinguishable.
async fn operator(portal: &Portal, email: &str, siren: &Siren) -> Result<Account, Error> {
    let refused = || Error::invalid("email", Problem::NoOperatorOfCompany);
    let found = account::by_login_or_email(&portal.db, email).await?;
    let found = found.filter(|account| account.activated_at.is_some() && account.email == email);
    let operator = found.ok_or_else(refused)?;
    let held = companies::habilitations(portal, operator.id, Some(siren)).await?;
    match messaging::is_allowed(&held, siren, &Action::UseMessaging) {
        true => Ok(operator),
        false => Err(refused()),
    }
}

/// Cancels an appointment, and mails the reason to the person. Succeeds if it was cancelled before.
///
/// # Errors
/// As [`appointment_of_service`]; problems of the form; [`Problem::AppointmentEnded`] once it has begun.
pub async fn cancel_by_service(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
    answers: &Answers,
) -> Result<(), Error> {
    let found = appointment_of_service(portal, session, id).await?;
    let checked = checked(&rules::cancellation(), answers, &())?;
    cancel_found(portal, &found, checked.text("raison")).await
}

impl Appointment {
    /// Returns `true` once attendance can be recorded.
    pub fn is_due(&self, now: Moment) -> bool {
        self.state(now) != AppointmentState::Cancelled && self.starts_at <= now + EARLY
    }
}

/// Records whether the person came; the last record counts.
///
/// # Errors
/// As [`appointment_of_service`]; [`Error::NotFound`] for a cancelled or later appointment.
pub async fn record_attendance(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
    attendance: Attendance,
) -> Result<(), Error> {
    let found = appointment_of_service(portal, session, id).await?;
    let agent = settings::keeper(session, &found.service)?;
    if !found.is_due(portal.clock.now()) {
        return Err(Error::NotFound);
    }
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE customs_appointment SET outcome = $1, outcome_by = $2 WHERE appointment_id = $3",
        )
        .bind(attendance.code())
        .bind(&agent.name)
        .bind(id)
    )?;
    Ok(())
}
