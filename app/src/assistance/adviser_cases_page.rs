use backend::assistance::cases::{self, Case};
use domain::{
    assistance::{self, CaseState},
    path,
    rights::Action,
};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// `/plateau?etat=…&recherche=…&page=…`: cases of the assistance, for hotline advisers.
#[component]
pub fn AdviserCasesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::AnswerCases)?;
        let state = request.query("etat").and_then(CaseState::from_code);
        let state = state.filter(|state| CaseState::LISTED.contains(state)).unwrap_or(CaseState::Open);
        let search: String = request.query("recherche").unwrap_or_default().chars().take(120).collect();
        let found = cases::cases(request.portal(), session, state, &search, request.page_number()).await?;
        let tab = |one: CaseState| TabLink {
            label: one.label().to_owned(),
            href: address(one, &search),
            current: one == state,
            count: None,
        };
        let tabs = CaseState::LISTED.into_iter().map(tab).collect();
        let filters = [state.label().to_lowercase()].into_iter().chain(search_detail(&search));
        let detail = list_detail(filters, found.page, 0);
        let next = found
            .more
            .then(|| ("Dossiers suivants", format!("{}&page={}", address(state, &search), found.page + 1)));
        let first = (found.page > 1).then(|| ("Revenir au début", address(state, &search)));
        let label = "Rechercher par référence, nom, entreprise ou texte";
        let search = search_form(path::CASES, label, &search, Some(state.code()), address(state, ""));
        let table = table(state, &found.cases);
        Ok(view! {
            <Page title="Dossiers de l’assistance" detail=detail wide=true>
                {search}
                <TabLinks label="État des dossiers" tabs/>
                {table}
                <CursorPagination first next/>
            </Page>
        }
        .into_any())
    })
}

fn address(state: CaseState, search: &str) -> String {
    let search =
        if search.is_empty() { String::new() } else { format!("&recherche={}", path::encode(search)) };
    format!("{}?etat={}{search}", path::CASES, state.code())
}

fn table(state: CaseState, cases: &[Case]) -> AnyView {
    if cases.is_empty() {
        return view! {
            <EmptyState title="Aucun dossier"><p>"Aucun dossier dans cet état ne correspond."</p></EmptyState>
        }
        .into_any();
    }
    let columns = [
        Column::text("Dossier"),
        Column::wide("Sujet"),
        Column::text("Nom"),
        Column::wide("Entreprise"),
        Column::text("Conseiller"),
        Column::text("Dernière activité"),
    ];
    Table::new(state.label(), &columns).rows(cases, case_row).finish()
}

fn case_row(row: &mut Row<'_>, case: &Case) {
    row.cell().link(path::adviser_case(case.id), &case.reference);
    row.cell().text(assistance::subject_label(&case.subject));
    row.cell().text(&case.name);
    row.cell().text(&case.company);
    row.cell().text(&case.adviser_name);
    row.cell().minute(case.activity_at);
}
