use backend::{
    customs::appointments::{self, AgendaSettings, AppointmentKind},
    id::RowId,
};
use domain::{
    appointments::{self as rules, closing_words, opening_words},
    form::{Answers, FormDefinition},
    french::capitalised,
    path,
};
use leptos::prelude::*;

use super::{
    settings_server::{AddClosing, AddOpening, RemoveClosing, RemoveOpening, SetTerritory},
    trail::trail,
};
use crate::{
    forms::{Endpoint, FieldForm, Form, PageForm},
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

fn section(id: &'static str, title: &'static str, content: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// A form about the service, with one button.
fn settings_form(form: PageForm, service: &str, definition: FormDefinition, submit: &'static str) -> AnyView {
    let service = service.to_owned();
    view! {
        <FieldForm form definition submit>
            <input type="hidden" name="service" value=service/>
        </FieldForm>
    }
    .into_any()
}

fn list(items: Vec<AnyView>, empty: &'static str) -> AnyView {
    match items.is_empty() {
        true => view! { <p class="muted">{empty}</p> }.into_any(),
        false => view! { <ul class="stack stack--small">{items}</ul> }.into_any(),
    }
}

/// An item with the button that removes it.
fn removable<F: Endpoint>(request: &PageRequest, service: &str, id: RowId, words: &str) -> AnyView {
    let (page, service, id) = (request.path.clone(), service.to_owned(), id.to_string());
    let (words, about) = (capitalised(words), format!(" {words}"));
    view! {
        <li class="cluster">
            <span>{words}</span>
            <Form action=F::ACTION page class="cluster">
                <input type="hidden" name="service" value=service/>
                <input type="hidden" name="ligne" value=id/>
                <Submit variant=Variant::Quiet>"Retirer" <span class="visually-hidden">{about}</span></Submit>
            </Form>
        </li>
    }
    .into_any()
}
