use backend::{
    appointments::AppointmentState,
    customs::appointments::{self, Appointment},
};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::details::state_tag;
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/rendez-vous`: the appointments of the company with customs services.
#[component]
pub fn AppointmentsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let now = request.portal().clock.now();
        let all = appointments::appointments(request.portal(), request.usager_session()?).await?;
        let (to_come, mut others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| one.state(now) == AppointmentState::Booked);
        others.reverse();
        let to_come = match to_come.is_empty() {
            true => view! {
                <EmptyState title="Aucun rendez-vous à venir"><p>"Prenez rendez-vous avec un service des douanes."</p></EmptyState>
            }
            .into_any(),
            false => table("Rendez-vous à venir", to_come, now),
        };
        let others = (!others.is_empty()).then(|| table("Rendez-vous passés ou annulés", others, now));
        Ok(view! {
            <Page
                title="Rendez-vous"
                lead="Vos rendez-vous avec les services des douanes, partagés avec vos collègues habilités."
                trail=Vec::new()
                wide=true
            >
                <p class="cluster">
                    <ButtonLink href=path::NEW_APPOINTMENT>"Prendre rendez-vous"</ButtonLink>
                    <ButtonLink href=path::QUESTIONS variant=Variant::Secondary>"Messagerie"</ButtonLink>
                </p>
                {to_come}
                {others}
                <p class="muted">"Un rendez-vous est supprimé 30\u{a0}jours après sa date."</p>
            </Page>
        }
        .into_any())
    })
}

fn table(caption: &'static str, appointments: Vec<Appointment>, now: Moment) -> AnyView {
    let columns = [
        Column::text("Objet"),
        Column::wide("Jour et heure"),
        Column::text("Service"),
        Column::text("Lieu"),
        Column::text("Personne"),
        Column::text("État"),
    ];
    Table::new(caption, &columns)
        .rows(appointments, |row, one| {
            let (tone, state) = state_tag(&one, now);
            row.cell().link(path::appointment(one.id), &one.subject).note(&one.label);
            row.cell().view(time(&one));
            row.cell().text(&one.service_name);
            row.cell().text(one.channel().label());
            row.cell().text(&one.person);
            row.cell().tag(tone, state);
        })
        .finish()
}

fn time(appointment: &Appointment) -> impl IntoView + use<> {
    let (at, zone, text) = (appointment.starts_at, appointment.zone.clone(), appointment.when());
    view! { <ZonedTime at zone text/> }
}
