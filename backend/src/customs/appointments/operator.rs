//! Appointments as operators see and book them: those of the chosen company, shared by its people.

use domain::{
    appointments::{self, Channel, LINKED_QUESTION, checked_slot},
    form::{Answers, FormDefinition},
    rights::Action,
};
use platform::{Error, on};

use super::{
    appointment::Appointment,
    book::{self, Booked},
    offer::{FreeSlots, slots},
    store,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies,
    id::{AppointmentId, AppointmentKindId, ConversationId},
    messaging::Access,
};

/// Greatest number of questions offered to be linked, the last active ones.
const LINKABLE: i64 = 50;

/// A question of the company to the service, not closed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LinkableQuestion {
    pub id: ConversationId,
    pub number: String,
    pub subject: String,
    confidential: bool,
}

/// Returns the questions that an appointment with the service can be linked to.
///
/// # Errors
/// [`Error::NotFound`] without operator or SIREN, [`Error::Refused`] without the right to use the messaging.
pub async fn linkable_questions(
    portal: &Portal,
    session: &Session,
    service: &str,
) -> Result<Vec<LinkableQuestion>, Error> {
    let access = Access::of(portal, session).await?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, number, subject, confidential FROM conversation
             WHERE siren = $1 AND service = $2 AND status <> 'clos' AND confidential IN (FALSE, $3)
             ORDER BY activity_at DESC, id DESC LIMIT $4",
        )
        .bind(access.siren.as_str())
        .bind(service)
        .bind(access.sees_confidential())
        .bind(LINKABLE)
        .fetch_all(c)
        .await
    })?)
}

impl FreeSlots {
    /// Returns the form that books one of the slots.
    pub fn form(&self, questions: &[LinkableQuestion]) -> FormDefinition {
        let label = |one: &LinkableQuestion| format!("{}\u{a0}: {}", one.number, one.subject);
        let questions: Vec<_> = questions.iter().map(|one| (one.id.to_string(), label(one))).collect();
        appointments::booking(&self.slots, self.hour(), self.kind.settings.channel, &questions)
    }
}

/// Books an appointment and mails its confirmation. Idempotent per `id`, generated with the page's form.
///
/// # Errors
/// Problems of the form, of which [`SlotTaken`](domain::problem::Problem::SlotTaken) and
/// [`TooManyAppointments`](domain::problem::Problem::TooManyAppointments); as [`slots`].
pub async fn book(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
    kind: AppointmentKindId,
    answers: &Answers,
) -> Result<(), Error> {
    let access = Access::of(portal, session).await?;
    if is_booked(portal, &access, id).await? {
        return Ok(());
    }
    let free = slots(portal, session, kind).await?;
    let questions = linkable_questions(portal, session, &free.service.code).await?;
    let (slot, checked) = checked_slot(&free.slots, &free.form(&questions), answers)?;
    let linked = questions.iter().find(|one| one.id.to_string() == checked.text(LINKED_QUESTION));
    let company = companies::company(portal, access.account, &access.siren).await?;
    let by_phone = free.kind.settings.channel == Channel::Phone;
    let new = store::NewAppointment {
        account: access.account,
        person: &access.name,
        siren: &access.siren,
        company: &company.raison_sociale,
        phone: if by_phone { checked.text("telephone") } else { "" },
        subject: checked.text("objet"),
        question: linked.map(|one| one.id),
        confidential: linked.is_some_and(|one| one.confidential),
        booked_by: "",
    };
    match book::book(portal, id, &free, &slot, &new).await? {
        Booked::Now => Ok(()),
        // A parallel request booked it, or the identifier is forged and belongs to another appointment.
        Booked::Before if is_booked(portal, &access, id).await? => Ok(()),
        Booked::Before => Err(Error::NotFound),
    }
}

async fn is_booked(portal: &Portal, access: &Access, id: AppointmentId) -> Result<bool, Error> {
    match store::find(portal, id).await {
        Ok(found) => Ok(found.account == Some(access.account) && found.siren == access.siren.as_str()),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns the appointments of the chosen company, in order, without those about confidential questions that the person may
/// not read.
///
/// # Errors
/// As [`linkable_questions`].
pub async fn appointments(portal: &Portal, session: &Session) -> Result<Vec<Appointment>, Error> {
    let access = Access::of(portal, session).await?;
    let mut all = store::of_company(portal, &access.siren).await?;
    let sees_confidential = access.sees_confidential();
    all.retain(|one| sees_confidential || !one.confidential);
    Ok(all)
}

/// Returns an appointment of the chosen company.
///
/// # Errors
/// As [`linkable_questions`]; [`Error::NotFound`] for one of another company, or about a confidential question that the person
/// may not read.
pub async fn appointment(
    portal: &Portal,
    session: &Session,
    id: AppointmentId,
) -> Result<Appointment, Error> {
    let access = Access::of(portal, session).await?;
    let found = store::find(portal, id).await?;
    if found.siren != access.siren.as_str() {
        return Err(Error::NotFound);
    }
    access.require(&Action::UseMotif { confidential: found.confidential })?;
    Ok(found)
}
