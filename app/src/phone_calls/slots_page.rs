use backend::assistance::phone_calls;
use domain::{appointments::Slot, path};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/rappel`: the free slots, by day.
#[component]
pub fn SlotsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let slots = phone_calls::free_slots(request.portal()).await?;
        let content = match slots.first() {
            Some(&first) => view! {
                <SoonestSlot first href=booking(&first)/>
                <p class="muted">"Les heures sont celles de Paris. L’assistance n’appelle ni le samedi, ni le dimanche, ni les jours fériés."</p>
                <SlotsByDay slots href=booking/>
            }
            .into_any(),
            None => full().into_any(),
        };
        Ok(view! {
            <Page
                title="Être appelé par l’assistance"
                lead="Choisissez l’heure à laquelle l’assistance vous appelle, pour une question technique sur le portail."
                trail=vec![("Aide".to_owned(), path::HELP.to_owned())]
            >
                {content}
            </Page>
        }
        .into_any())
    })
}

/// Address of the form that books a slot.
fn booking(slot: &Slot) -> String {
    path::phone_call_booking_at(slot.value())
}

fn full() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Aucun créneau libre">
            <p>
                "Tous les créneaux des prochains jours sont pris. Un créneau se libère quand un appel est annulé. \
                 Consultez aussi l’" <a href=path::HELP>"aide"</a> "."
            </p>
        </Notice>
    }
}
