use backend::customs::appointments::{self, AgendaSettings, AppointmentKind};
use domain::{
    appointments::{self as rules, closing_words, opening_words},
    form::Answers,
    path,
};
use leptos::prelude::*;

use super::{
    settings_server::{AddClosing, AddOpening, RemoveClosing, RemoveOpening, SetTerritory},
    trail::trail,
};
use crate::{
    forms::{Endpoint, PageForm, list, removable, section, settings_form},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/agent/rendez-vous/reglages/{service}`: opening hours, closing days and kinds of appointment of a service.
#[component]
pub fn SettingsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let code: String = request.param("service")?;
        let settings = appointments::settings(portal, session, &code).await?;
        let kinds = appointments::kinds_of_service(portal, session, &code).await?;
        let problems = request.problems(&[RemoveOpening::NAME, RemoveClosing::NAME]).await?;
        let title = format!("Agenda\u{a0}: {}", settings.service.name);
        let kinds = kinds_section(&code, &kinds);
        let openings = openings_section(&request, &code, &settings).await?;
        let closings = closings_section(&request, &code, &settings).await?;
        let territory = territory_section(&request, &code, &settings).await?;
        Ok(view! {
            <Page
                title
                lead="Ce que les opérateurs peuvent réserver. Un changement ne déplace aucun rendez-vous déjà pris."
                crumb="Réglages"
                trail=trail()
            >
                <ErrorSummary problems/>
                {kinds}
                {openings}
                {closings}
                {territory}
            </Page>
        }
        .into_any())
    })
}

fn kinds_section(service: &str, kinds: &[AppointmentKind]) -> AnyView {
    let columns =
        [Column::wide("Intitulé"), Column::text("Lieu"), Column::text("Durée"), Column::text("État")];
    let table = (!kinds.is_empty()).then(|| {
        Table::with_hidden_caption("Natures de rendez-vous", &columns)
            .rows(kinds, |row, kind| {
                let settings = &kind.settings;
                row.cell().link(path::appointment_kind(kind.id), &settings.label);
                row.cell().text(settings.channel.label());
                row.cell().nowrap(format!("{}\u{a0}minutes", settings.minutes));
                match settings.offered {
                    true => row.cell().tag(Tone::Success, "Proposée"),
                    false => row.cell().tag(Tone::Neutral, "Non proposée"),
                };
            })
            .finish()
    });
    let add = path::new_appointment_kind(service);
    let content = view! { {table} <p><ButtonLink href=add>"Ajouter une nature"</ButtonLink></p> };
    section("natures", "Natures de rendez-vous", content)
}

async fn openings_section(
    request: &PageRequest,
    service: &str,
    settings: &AgendaSettings,
) -> Result<AnyView, Stop> {
    let form = PageForm::read::<AddOpening>(request).await?;
    let items = settings.openings.iter();
    let items = items.map(|(id, one)| removable::<RemoveOpening>(request, service, *id, &opening_words(one)));
    let list = list(items.collect(), "Aucune ouverture\u{a0}: rien ne peut être réservé.");
    let form = settings_form(form, service, rules::opening(), "Ajouter l’ouverture");
    Ok(section("ouvertures", "Ouvertures", view! { {list} {form} }))
}

async fn closings_section(
    request: &PageRequest,
    service: &str,
    settings: &AgendaSettings,
) -> Result<AnyView, Stop> {
    let form = PageForm::read::<AddClosing>(request).await?;
    let items = settings.closings.iter();
    let items = items.map(|(id, one)| removable::<RemoveClosing>(request, service, *id, &closing_words(one)));
    let list =
        list(items.collect(), "Aucune fermeture. Les jours fériés du territoire sont toujours fermés.");
    let form = settings_form(form, service, rules::closing(), "Ajouter la fermeture");
    Ok(section("fermetures", "Fermetures", view! { {list} {form} }))
}

async fn territory_section(
    request: &PageRequest,
    service: &str,
    settings: &AgendaSettings,
) -> Result<AnyView, Stop> {
    let current = settings.territory.unwrap_or_default();
    let current = Answers::from_iter([("territoire", current.code())]);
    let form = PageForm::read_or::<SetTerritory>(request, current).await?;
    let form = settings_form(form, service, rules::territory(), "Enregistrer le territoire");
    Ok(section("lieu", "Territoire", form))
}
