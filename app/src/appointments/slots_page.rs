use backend::{
    customs::appointments::{self, FreeSlots},
    id::{AppointmentKindId, ConversationId},
};
use domain::{appointments::Slot, path};
use leptos::prelude::*;
use platform::Error;

use super::{offer_page::linked_question, trail::trail};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/rendez-vous/creneaux?nature=…&question=…`: the free slots of a kind, the first one first, then by day.
#[component]
pub fn SlotsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let session = request.usager_session()?;
        let free = appointments::slots(request.portal(), session, kind(&request)?).await?;
        let question = linked_question(&request);
        let (title, service) = (free.kind.settings.label.clone(), free.service.name.clone());
        let lead = format!("Rendez-vous avec {service}. Choisissez un créneau.");
        let (clock, content) = (clock(&free), content(free, question));
        let mut trail = trail();
        trail.push(("Prendre rendez-vous".to_owned(), path::NEW_APPOINTMENT.to_owned()));
        Ok(view! {
            <Page title=format!("Créneaux\u{a0}: {title}") detail=service crumb="Créneaux".to_owned() lead trail>
                {clock}
                {content}
            </Page>
        }
        .into_any())
    })
}

/// The kind that the address names.
pub(super) fn kind(request: &PageRequest) -> Result<AppointmentKindId, Stop> {
    let kind = request.query("nature").and_then(|id| id.parse().ok());
    kind.ok_or(Stop::Error(Error::NotFound))
}

fn clock(free: &FreeSlots) -> impl IntoView + use<> {
    let settings = &free.kind.settings;
    let text = format!(
        "{}, {}\u{a0}minutes. Les heures sont celles du service ({}).",
        settings.channel.label(),
        settings.minutes,
        free.hour()
    );
    view! { <p class="muted">{text}</p> }
}

fn content(free: FreeSlots, question: Option<ConversationId>) -> AnyView {
    let (kind, zone) = (free.kind.id, free.zone().to_owned());
    let href = move |slot: &Slot| match question {
        Some(question) => path::appointment_booking_about(kind, slot.value(), question),
        None => path::appointment_booking(kind, slot.value()),
    };
    match free.slots.first() {
        Some(&first) => view! {
            <SoonestSlot first href=href(&first)/>
            <SlotsByDay slots=free.slots href zone/>
        }
        .into_any(),
        None => full().into_any(),
    }
}

fn full() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Aucun créneau libre">
            <p>
                "Tous les créneaux ouverts à la réservation sont pris. Un créneau se libère quand un rendez-vous est annulé. Vous \
                 pouvez aussi poser votre question par la " <a href=path::NEW_QUESTION>"messagerie sécurisée"</a> "."
            </p>
        </Notice>
    }
}
