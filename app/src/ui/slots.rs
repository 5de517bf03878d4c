//! Free slots, by day, as links.

use domain::{
    appointments::Slot,
    calendar::{french_date, french_time, french_weekday},
    french,
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::ButtonLink;

/// The first free slot, as the main link.
#[component]
pub fn SoonestSlot(
    first: Slot,
    /// Address that books it.
    href: String,
) -> impl IntoView {
    view! {
        <p class="cluster">
            <ButtonLink href>"Premier créneau libre\u{a0}: " {first.label()}</ButtonLink>
        </p>
    }
}

/// Ways to keep, move or cancel a booked slot.
#[component]
pub fn BookedSlot(
    /// Address of its calendar file.
    event: String,
    /// Title of the form that moves it.
    move_title: &'static str,
    /// Form that moves it.
    moving: AnyView,
    /// Title of the form that cancels it.
    cancel_title: &'static str,
    /// Form that cancels it.
    cancelling: AnyView,
) -> impl IntoView {
    view! {
        <p>
            <a href=event download="rendez-vous.ics">"Ajouter à mon agenda"</a>
            " (fichier ICS)"
        </p>
        <section class="stack" aria-labelledby="deplacer">
            <h2 id="deplacer">{move_title}</h2>
            {moving}
        </section>
        <section class="stack" aria-labelledby="annuler">
            <h2 id="annuler">{cancel_title}</h2>
            <p>"Le créneau est rendu à d’autres personnes."</p>
            {cancelling}
        </section>
    }
}

/// The free slots, in a section for each day.
#[component]
pub fn SlotsByDay<F: Fn(&Slot) -> String>(
    slots: Vec<Slot>,
    /// Address that books a slot.
    href: F,
    /// IANA name of the zone of the slots: scripts add the time of the person's device where it differs.
    #[prop(optional)]
    zone: Option<String>,
) -> impl IntoView {
    slots
        .chunk_by(|one, next| one.begins.date() == next.begins.date())
        .map(|day| section(day, &href, zone.as_deref()))
        .collect_view()
}

fn section(slots: &[Slot], href: &impl Fn(&Slot) -> String, zone: Option<&str>) -> AnyView {
    let Some(day) = slots.first().map(|slot| slot.begins.date()) else { return ().into_any() };
    let id = format!("jour-{day}");
    let items = slots.iter().map(|slot| item(slot, day, href(slot), zone)).collect_view();
    view! {
        <section class="stack stack--small" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{french::capitalised(french_weekday(day))} " " {french_date(day)}</h2>
            <ul class="slots">{items}</ul>
        </section>
    }
    .into_any()
}

/// The day follows the time for people who hear the links out of their section.
fn item(slot: &Slot, day: Date, href: String, zone: Option<&str>) -> impl IntoView + use<> {
    let time = french_time(slot.begins.time());
    let time = match zone {
        Some(zone) => view! {
            <time datetime=slot.from.to_string() data-zone=zone.to_owned() data-short="">{time}</time>
        }
        .into_any(),
        None => time.into_any(),
    };
    let day = format!(" le {} {}", french_weekday(day), french_date(day));
    view! {
        <li><a class="slots__slot" href=href>{time} <span class="visually-hidden">{day}</span></a></li>
    }
}
