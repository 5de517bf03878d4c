use backend::staff::{self, Act, ActFilter, ActKind, Change};
use domain::{form::parse_date, path, rights::Action};
use leptos::prelude::*;

use super::tabs::tabs;
use crate::{
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// `/administration/journal?recherche=…&acte=…&debut=…&fin=…&page=…`: who changed what, and when.
#[component]
pub fn TrailPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::SeeAdministration)?;
        let typed = |name| request.query(name).unwrap_or_default().chars().take(120).collect::<String>();
        let (from, to) = (typed("debut"), typed("fin"));
        let filter = ActFilter {
            kind: request.query("acte").and_then(ActKind::from_code),
            words: typed("recherche"),
            from: parse_date(&from),
            to: parse_date(&to),
        };
        let found = staff::acts(request.portal(), session, &filter, request.page_number()).await?;
        let detail = list_detail(search_detail(&filter.words), found.page, found.pages);
        let href = address(&filter, &from, &to);
        let table = match found.acts.as_slice() {
            [] => view! {
                <EmptyState title="Aucun acte"><p>"Aucun changement ne correspond à ces filtres."</p></EmptyState>
            }
            .into_any(),
            acts => acts_table(acts),
        };
        Ok(view! {
            <Page
                title="Journal de l’administration"
                detail=detail
                lead="Les changements de l’équipe, des services, des motifs et des textes, conservés trois ans."
                wide=true
            >
                {tabs(path::AUDIT_TRAIL)}
                {filters(&filter, &from, &to)}
                {table}
                <Pagination label="Pages du journal" page=found.page pages=found.pages href/>
            </Page>
        }
        .into_any())
    })
}

/// Address of the list with its filters, to which the page number is appended.
fn address(filter: &ActFilter, from: &str, to: &str) -> String {
    let kind = filter.kind.map_or("", ActKind::code);
    let words = path::encode(&filter.words);
    let (from, to) = (path::encode(from), path::encode(to));
    format!("{}?recherche={words}&acte={kind}&debut={from}&fin={to}&page=", path::AUDIT_TRAIL)
}

fn filters(filter: &ActFilter, from: &str, to: &str) -> impl IntoView + use<> {
    let kinds = ActKind::ALL.map(|kind| (kind.code(), kind.label()));
    view! {
        <form class="cluster" method="get" action=path::AUDIT_TRAIL>
            <div class="field">
                <label class="field__label" for="recherche">"Auteur, identifiant ou code"</label>
                <input class="control" type="search" id="recherche" name="recherche" maxlength="120" value=filter.words.clone()/>
            </div>
            {filter_list("acte", "Changement", "Tous", filter.kind.map(ActKind::code), &kinds)}
            {filter_day("debut", "Du", filter.from, from)}
            {filter_day("fin", "Au", filter.to, to)}
            <Submit variant=Variant::Secondary>"Filtrer"</Submit>
            <ButtonLink href=path::AUDIT_TRAIL variant=Variant::Quiet>"Effacer les filtres"</ButtonLink>
        </form>
    }
}

fn acts_table(acts: &[Act]) -> AnyView {
    let columns = [
        Column::text("Date"),
        Column::text("Auteur"),
        Column::text("Changement"),
        Column::text("Compte, service, motif ou question"),
        Column::wide("Avant et après"),
    ];
    Table::new("Changements", &columns).rows(acts, act_row).finish()
}

fn act_row(row: &mut Row<'_>, act: &Act) {
    row.cell().minute(act.happened_at);
    author(row.cell(), act);
    row.cell().text(act.kind.label());
    row.cell().mono(&act.subject);
    changes(row.cell(), act.changes());
}

fn author(mut cell: Cell<'_>, act: &Act) {
    cell.text(&act.author_name);
    if !act.network.is_empty() {
        cell.note(&act.network);
    }
}

fn changes(mut cell: Cell<'_>, changes: &[Change]) {
    let lines: Vec<String> = changes.iter().map(line).collect();
    match lines.is_empty() {
        true => cell.none(),
        false => cell.text(lines.join(" · ")),
    };
}

fn line(change: &Change) -> String {
    let or_none = |text: &str| if text.is_empty() { "aucun".to_owned() } else { text.to_owned() };
    format!("{}\u{a0}: {} → {}", change.field, or_none(&change.before), or_none(&change.after))
}
