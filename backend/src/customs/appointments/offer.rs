//! What can be booked: services, kinds and free slots.

use std::collections::BTreeMap;

use domain::{appointments::ServiceCalendar, territory::hour_of};
use platform::Error;

use super::{
    agenda_store,
    kinds::{self, AppointmentKind},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    appointments::{self, Agenda, Slot},
    directory::services::{self, Service},
    id::AppointmentKindId,
    messaging::Access,
};

/// A service with the kinds of appointment that operators can book.
#[derive(Clone, Debug)]
pub struct Offer {
    pub service: Service,
    pub kinds: Vec<AppointmentKind>,
}

/// Returns the services that offer appointments, by name.
///
/// # Errors
/// [`Error::NotFound`] without operator or SIREN, [`Error::Refused`] without the right to use the messaging.
pub async fn offers(portal: &Portal, session: &Session) -> Result<Vec<Offer>, Error> {
    Access::of(portal, session).await?;
    let mut by_service: BTreeMap<String, Vec<AppointmentKind>> = BTreeMap::new();
    for kind in kinds::offered(portal).await? {
        by_service.entry(kind.service.clone()).or_default().push(kind);
    }
    if by_service.is_empty() {
        return Ok(Vec::new());
    }
    let services = services::list(portal).await?.into_iter();
    let mut offers: Vec<Offer> = services
        .filter_map(|service| Some(Offer { kinds: by_service.remove(&service.code)?, service }))
        .collect();
    offers.sort_by(|one, next| one.service.name.cmp(&next.service.name));
    Ok(offers)
}

/// The free slots of a kind.
#[derive(Clone, Debug)]
pub struct FreeSlots {
    pub kind: AppointmentKind,
    pub service: Service,
    pub calendar: ServiceCalendar,
    pub slots: Vec<Slot>,
}

impl FreeSlots {
    /// IANA name of the zone of the service.
    pub fn zone(&self) -> &'static str {
        self.calendar.territory.zone()
    }

    /// Names the clock of the slots: « heure de La Réunion ».
    pub fn hour(&self) -> &'static str {
        hour_of(self.zone())
    }

    pub(super) fn code(&self) -> String {
        agenda_code(&self.service.code)
    }

    /// The agenda of the service, with the rules of the kind. `code`: [`FreeSlots::code`].
    pub(super) fn agenda<'a>(&'a self, code: &'a str) -> Agenda<'a> {
        Agenda { code, zone: self.zone(), calendar: &self.calendar, rules: self.kind.settings.rules() }
    }
}

/// Code of the agenda of a service. All its kinds share it, so that they never meet at one seat.
fn agenda_code(service: &str) -> String {
    format!("service:{service}")
}

/// Returns the free slots of a kind that operators can book.
///
/// # Errors
/// As [`offers`]; [`Error::NotFound`] for a kind that is not offered.
pub async fn slots(portal: &Portal, session: &Session, kind: AppointmentKindId) -> Result<FreeSlots, Error> {
    Access::of(portal, session).await?;
    let kind = kinds::find(portal, kind).await?;
    if !kind.settings.offered {
        return Err(Error::NotFound);
    }
    slots_of(portal, kind).await
}

/// Returns the free slots of a kind, for the agents of its service: they also book kinds that operators cannot.
///
/// # Errors
/// [`Error::NotFound`] for an unknown kind or one of another service.
pub async fn agent_slots(
    portal: &Portal,
    session: &Session,
    kind: AppointmentKindId,
) -> Result<FreeSlots, Error> {
    slots_of(portal, kinds::kind_of_service(portal, session, kind).await?).await
}

pub(super) async fn slots_of(portal: &Portal, kind: AppointmentKind) -> Result<FreeSlots, Error> {
    let settings = agenda_store::load(portal, &kind.service).await?;
    let service = settings.service.clone();
    let mut free = FreeSlots { kind, service, calendar: settings.calendar(), slots: Vec::new() };
    let code = free.code();
    free.slots = appointments::free_slots(portal, &free.agenda(&code)).await?;
    Ok(free)
}
