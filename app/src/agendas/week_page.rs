use backend::{
    customs::appointments::{self, Appointment, AppointmentKind, ServiceWeek},
    directory::services,
};
use domain::{
    calendar::{french_date, french_time, french_weekday},
    french, path,
    territory::hour_of,
};
use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;
use platform::{Error, db::Moment};

use crate::{
    appointments::state_tag,
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/agent/rendez-vous?service=…&jour=…`: the appointments with a service in the week of a day, by day.
#[component]
pub fn WeekPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.agent_session()?;
        let Some(service) = chosen_service(&request)? else { return Ok(without_service().into_any()) };
        let portal = request.portal();
        let day = request.query("jour").and_then(|day| day.parse().ok());
        let week = appointments::week(portal, session, &service, day).await?;
        let kinds = appointments::kinds_of_service(portal, session, &service).await?;
        let name = services::by_code(portal, &service).await?.name;
        let others = other_services(&request, &service).await?;
        let detail = format!("semaine du {}", french_date(week.first));
        let lead = format!("{name}. Les heures sont celles du service ({}).", hour_of(week.zone));
        let weeks = weeks(&service, week.first);
        let content = days(week, portal.clock.now());
        Ok(view! {
            <Page title="Rendez-vous du service" detail lead trail=Vec::new() wide=true>
                {others}
                {weeks}
                {content}
                {booking(&kinds)}
                <p><ButtonLink href=path::agenda_settings(&service) variant=Variant::Secondary>"Régler l’agenda du service"</ButtonLink></p>
            </Page>
        }
        .into_any())
    })
}

/// The service of the address, or else the first of the agent. `None` for an agent without services.
fn chosen_service(request: &PageRequest) -> Result<Option<String>, Stop> {
    let services = &request.staff()?.services;
    match request.query("service") {
        Some(code) if services.iter().any(|own| own == code) => Ok(Some(code.to_owned())),
        Some(_) => Err(Stop::Error(Error::NotFound)),
        None => Ok(services.first().cloned()),
    }
}

fn without_service() -> impl IntoView {
    view! {
        <Page title="Rendez-vous du service" trail=Vec::new()>
            <EmptyState title="Aucun service"><p>"Un administrateur du portail doit d’abord vous affecter à un service."</p></EmptyState>
        </Page>
    }
}

/// Tabs of the services of an agent who answers for several.
async fn other_services(request: &PageRequest, current: &str) -> Result<Option<AnyView>, Stop> {
    let own = &request.staff()?.services;
    if own.len() < 2 {
        return Ok(None);
    }
    let mut tabs = Vec::new();
    for code in own {
        let service = services::by_code(request.portal(), code).await?;
        let href = format!("{}?service={code}", path::AGENT_APPOINTMENTS);
        tabs.push(TabLink { label: service.name, href, current: code == current, count: None });
    }
    Ok(Some(view! { <TabLinks label="Services" tabs/> }.into_any()))
}

fn weeks(service: &str, monday: Date) -> impl IntoView + use<> {
    let link = |days: i64, label: &'static str| {
        let day = monday.checked_add(days.days()).ok()?;
        Some(view! { <a href=path::agent_appointments_of(service, day)>{label}</a> })
    };
    let (before, after) = (link(-7, "Semaine précédente"), link(7, "Semaine suivante"));
    let today = format!("{}?service={service}", path::AGENT_APPOINTMENTS);
    view! {
        <nav class="cluster" aria-label="Autres semaines">{before} <a href=today>"Cette semaine"</a> {after}</nav>
    }
}

/// The days with appointments. Also serves on a phone: a list needs no room for seven columns.
fn days(week: ServiceWeek, now: Moment) -> AnyView {
    if week.appointments.is_empty() {
        return view! {
            <EmptyState title="Aucun rendez-vous"><p>"Aucun rendez-vous n’est pris cette semaine-là."</p></EmptyState>
        }
        .into_any();
    }
    week.appointments
        .chunk_by(|one, next| one.slot().begins.date() == next.slot().begins.date())
        .map(|day| section(day, now))
        .collect_view()
        .into_any()
}

fn section(appointments: &[Appointment], now: Moment) -> AnyView {
    let Some(day) = appointments.first().map(|one| one.slot().begins.date()) else { return ().into_any() };
    let caption = format!("{} {}", french::capitalised(french_weekday(day)), french_date(day));
    let columns = [
        Column::text("Heure"),
        Column::text("Personne"),
        Column::wide("Objet"),
        Column::text("Lieu"),
        Column::text("État"),
    ];
    Table::new(&caption, &columns).rows(appointments, |row, one| appointment_row(row, one, now)).finish()
}

fn appointment_row(row: &mut Row<'_>, one: &Appointment, now: Moment) {
    let (slot, (tone, state)) = (one.slot(), state_tag(one, now));
    let hours = format!("{} – {}", french_time(slot.begins.time()), french_time(slot.ends.time()));
    row.cell().nowrap(hours);
    row.cell().text(&one.person).note(&one.company);
    row.cell().link(path::agent_appointment(one.id), title(one)).note(&one.label);
    row.cell().text(one.channel().label());
    row.cell().tag(tone, state);
}

/// The subject, which is erased with the account.
pub(super) fn title(appointment: &Appointment) -> &str {
    if appointment.subject.is_empty() { "Objet effacé" } else { &appointment.subject }
}

/// Links that book each kind for an operator.
fn booking(kinds: &[AppointmentKind]) -> Option<AnyView> {
    if kinds.is_empty() {
        return None;
    }
    let links = kinds
        .iter()
        .map(|kind| {
            let (href, label) = (path::agent_booking(kind.id), kind.settings.label.clone());
            view! { <li><a href=href>{label}</a></li> }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack stack--small" aria-labelledby="donner">
                <h2 id="donner">"Donner un rendez-vous à un opérateur"</h2>
                <ul>{links}</ul>
            </section>
        }
        .into_any(),
    )
}
