use backend::publications::{self, Summary, SummaryPage};
use domain::{article::ArticleKind, path};
use leptos::prelude::*;
use leptos_meta::Link;

use super::{article_view, description::description, summary_list};
use crate::{
    page::{self, Page, PageRequest, Stop, list_detail},
    ui::*,
};

/// Value of `periode` for the events that have ended.
const PAST: &str = "passes";

/// `/agenda?periode=…&page=…`: events to come, or past ones.
#[component]
pub fn EventsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let is_past = request.query("periode") == Some(PAST);
        let (list, detail) =
            if is_past { past(&request).await? } else { (upcoming(&request).await?, String::new()) };
        Ok(view! {
            <CalendarLink/>
            <Page
                title="Agenda"
                detail
                lead="Réunions, webinaires et formations de la douane pour les entreprises."
                trail=Vec::new()
            >
                <TabLinks label="Période" tabs=tabs(is_past)/>
                {list}
                <section class="card" aria-labelledby="abonnement">
                    <h2 class="card__title" id="abonnement">"Suivre l’agenda dans votre calendrier"</h2>
                    <p>
                        "Abonnez votre logiciel de calendrier à cette adresse\u{a0}: il y lira les nouveaux événements, les changements \
                         et les annulations."
                    </p>
                    <p><a class="mono" href=path::EVENTS_CALENDAR rel="external">{request.portal().link(path::EVENTS_CALENDAR)}</a></p>
                </section>
            </Page>
        }
        .into_any())
    })
}

fn tabs(is_past: bool) -> Vec<TabLink> {
    let tab = |label: &str, href: &str, current| TabLink {
        label: label.to_owned(),
        href: href.to_owned(),
        current,
        count: None,
    };
    vec![tab("À venir", path::EVENTS, !is_past), tab("Passés", path::PAST_EVENTS, is_past)]
}

async fn upcoming(request: &PageRequest) -> Result<AnyView, Stop> {
    Ok(list(publications::upcoming_events(request.portal()).await?, "Aucun événement à venir"))
}

/// Returns a page of past events, and what distinguishes it.
async fn past(request: &PageRequest) -> Result<(AnyView, String), Stop> {
    let found = publications::past_events(request.portal(), request.page_number()).await?;
    let SummaryPage { articles, page, pages, .. } = found;
    let detail = list_detail(["événements passés".to_owned()], page, pages);
    let href = format!("{}&page=", path::PAST_EVENTS);
    let view = view! {
        {list(articles, "Aucun événement passé")}
        <Pagination label="Pages des événements passés" page pages href/>
    };
    Ok((view.into_any(), detail))
}

fn list(events: Vec<Summary>, nothing: &'static str) -> AnyView {
    match events.is_empty() {
        true => view! {
            <EmptyState title=nothing>
                <p>"Les prochains événements paraîtront ici. Voyez aussi les " <a href=path::NEWS>"actualités"</a> "."</p>
            </EmptyState>
        }
        .into_any(),
        false => summary_list(events, 2),
    }
}

/// `/agenda/{id}`: an event, at a stable address.
#[component]
pub fn EventPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let id: String = request.param("id")?;
        let article = publications::article(request.portal(), ArticleKind::Event, &id).await?;
        let corrections = publications::corrections(request.portal(), &id).await?;
        let head = article.summary.head.clone();
        let described = description(request.portal(), &article.summary);
        Ok(view! {
            <CalendarLink/>
            <Page title=head.title lead=head.summary trail=vec![("Agenda".to_owned(), path::EVENTS.to_owned())]>
                {article_view(article, corrections)} {described}
            </Page>
        }
        .into_any())
    })
}

/// Tells programs where the public calendar is.
#[component]
pub(crate) fn CalendarLink() -> impl IntoView {
    view! { <Link rel="alternate" type_="text/calendar" title="Agenda" href=path::EVENTS_CALENDAR/> }
}
