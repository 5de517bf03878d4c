use backend::{
    appointments::Slot,
    assistance::phone_calls::{self, slot_label, slot_value},
};
use domain::{
    calendar::{french_date, french_time, french_weekday},
    french, path,
};
use jiff::civil::Date;
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
            Some(&first) => view! { <Soonest first/> <Days slots/> }.into_any(),
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

#[component]
fn Soonest(first: Slot) -> impl IntoView {
    let href = path::phone_call_booking_at(slot_value(&first));
    view! {
        <p class="cluster">
            <ButtonLink href>"Premier créneau libre\u{a0}: " {slot_label(&first)}</ButtonLink>
        </p>
        <p class="muted">"Les heures sont celles de Paris. L’assistance n’appelle ni le samedi, ni le dimanche, ni les jours fériés."</p>
    }
}

#[component]
fn Days(slots: Vec<Slot>) -> impl IntoView {
    slots
        .chunk_by(|one, next| one.begins.date() == next.begins.date())
        .map(|day| view! { <Day slots=day.to_vec()/> })
        .collect_view()
}

#[component]
fn Day(slots: Vec<Slot>) -> impl IntoView {
    let Some(day) = slots.first().map(|slot| slot.begins.date()) else { return ().into_any() };
    let id = format!("jour-{day}");
    let items = slots.iter().map(|slot| item(slot, day)).collect_view();
    view! {
        <section class="stack stack--small" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{french::capitalised(french_weekday(day))} " " {french_date(day)}</h2>
            <ul class="slots">{items}</ul>
        </section>
    }
    .into_any()
}

/// The day follows the time for people who hear the links out of their section.
fn item(slot: &Slot, day: Date) -> impl IntoView + use<> {
    let href = path::phone_call_booking_at(slot_value(slot));
    let time = french_time(slot.begins.time());
    let day = format!(" le {} {}", french_weekday(day), french_date(day));
    view! {
        <li><a class="slots__slot" href=href>{time} <span class="visually-hidden">{day}</span></a></li>
    }
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
