use backend::documents::{self, DocumentFilter, DocumentList, ReadableDocument};
use domain::path;
use leptos::prelude::*;

use super::place::Place;
use crate::{
    page::{self, Page, PageRequest, Stop, list_detail, search_detail},
    ui::*,
};

/// `/documents?recherche=…&avant=…`: documents shared with the operators of the current company.
#[component]
pub fn DocumentsPage() -> impl IntoView {
    page::load(async |request: PageRequest| list(&request, Place::Operator).await)
}

/// `/agent/documents?recherche=…&avant=…`: documents shared with the services of the agent.
#[component]
pub fn AgentDocumentsPage() -> impl IntoView {
    page::load(async |request: PageRequest| list(&request, Place::Agent).await)
}

async fn list(request: &PageRequest, place: Place) -> Result<AnyView, Stop> {
    let filter = filter(request);
    let listing = documents::documents(request.portal(), place.session(request)?, &filter).await?;
    let number = if filter.after.is_some() { request.page_number().max(1) } else { 1 };
    let detail = list_detail(search_detail(&filter.search), number, 0);
    let lead = match place {
        Place::Operator => "Ce que les services des douanes partagent avec votre entreprise.",
        Place::Agent => "Ce que les gestionnaires documentaires partagent avec vos services.",
    };
    let search =
        search_form(place.list(), "Rechercher par titre", &filter.search, None, place.list().to_owned());
    Ok(view! {
        <Page title=place.title() detail lead trail=Vec::new() wide=true>
            {search}
            {table(listing, &filter, place, number)}
        </Page>
    }
    .into_any())
}

fn filter(request: &PageRequest) -> DocumentFilter {
    DocumentFilter {
        search: request.query("recherche").unwrap_or_default().chars().take(120).collect(),
        after: request.query("avant").map(str::to_owned),
    }
}

/// Address of the list at another position.
fn address(place: Place, search: &str, after: Option<(&str, u32)>) -> String {
    let mut parts = Vec::new();
    if !search.is_empty() {
        parts.push(format!("recherche={}", path::encode(search)));
    }
    if let Some((after, number)) = after {
        parts.push(format!("avant={}&page={number}", path::encode(after)));
    }
    if parts.is_empty() { place.list().to_owned() } else { format!("{}?{}", place.list(), parts.join("&")) }
}

fn table(listing: DocumentList, filter: &DocumentFilter, place: Place, number: u32) -> AnyView {
    if listing.documents.is_empty() {
        return empty(filter, place);
    }
    let first =
        filter.after.is_some().then(|| ("Revenir aux plus récents", address(place, &filter.search, None)));
    let next = listing.next.as_deref().map(|next| {
        ("Documents plus anciens", address(place, &filter.search, Some((next, number.saturating_add(1)))))
    });
    let columns = [
        Column::wide("Document"),
        Column::text("Service"),
        Column::text("Version"),
        Column::text("Publiée le"),
        Column::text("Lecture"),
    ];
    let table = Table::new("Documents partagés, les derniers publiés en premier", &columns)
        .rows(&listing.documents, |row, one| document_row(row, one, place))
        .finish();
    view! { {table} <CursorPagination first next/> }.into_any()
}

fn document_row(row: &mut Row<'_>, one: &ReadableDocument, place: Place) {
    row.cell().link(place.document(one.id), &one.title).note(&one.folder);
    row.cell().text(&one.service_name);
    row.cell().text(one.number);
    row.cell().date(one.published_at.day());
    match (one.asks_acknowledgement, one.acknowledged_at) {
        (true, None) => row.cell().tag(Tone::Warning, "À confirmer"),
        (_, Some(_)) => row.cell().tag(Tone::Success, "Confirmée"),
        (false, None) => row.cell().none(),
    };
}

fn empty(filter: &DocumentFilter, place: Place) -> AnyView {
    if filter.search.is_empty() && filter.after.is_none() {
        return view! {
            <EmptyState title="Aucun document partagé">
                <p>"Un document apparaît ici dès qu’un service le partage avec vous."</p>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title="Aucun document ne correspond">
            <p>"Essayez d’autres mots, ou affichez tous les documents."</p>
            <ButtonLink href=place.list() variant=Variant::Secondary>"Afficher tous les documents"</ButtonLink>
        </EmptyState>
    }
    .into_any()
}
