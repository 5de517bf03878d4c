use backend::assistance::cases::{self, Case};
use domain::{
    assistance::{self, CaseKind, CaseState},
    path,
    rights::Action,
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// `/plateau?etat=…&recherche=…&page=…`: cases of the assistance, for hotline advisers.
#[component]
pub fn AdviserCasesPage() -> impl IntoView {
    page_of(CaseKind::Technical)
}

/// `/plateau/reglementation?etat=…&recherche=…&page=…`: requests about regulations.
#[component]
pub fn RegulationCasesPage() -> impl IntoView {
    page_of(CaseKind::Regulation)
}

fn page_of(kind: CaseKind) -> impl IntoView {
    page::load(async move |request: PageRequest| {
        let session = request.staff_session(&Action::AnswerCases)?;
        let state = request.query("etat").and_then(CaseState::from_code);
        let state = state.filter(|state| CaseState::LISTED.contains(state)).unwrap_or(CaseState::Open);
        let search: String = request.query("recherche").unwrap_or_default().chars().take(120).collect();
        let found =
            cases::cases(request.portal(), session, kind, state, &search, request.page_number()).await?;
        let tab = |one: CaseState| TabLink {
            label: one.label().to_owned(),
            href: address(kind, one, &search),
            current: one == state,
            count: None,
        };
        let tabs = CaseState::LISTED.into_iter().map(tab).collect();
        let filters = [state.label().to_lowercase()].into_iter().chain(search_detail(&search));
        let detail = list_detail(filters, found.page, 0);
        let next = found.more.then(|| {
            ("Dossiers suivants", format!("{}&page={}", address(kind, state, &search), found.page + 1))
        });
        let first = (found.page > 1).then(|| ("Revenir au début", address(kind, state, &search)));
        let label = "Rechercher par référence, nom, entreprise ou texte";
        let search =
            search_form(list_path(kind), label, &search, Some(state.code()), address(kind, state, ""));
        let table = table(kind, state, &found.cases, request.portal().clock.now().day());
        let title = match kind {
            CaseKind::Technical => "Dossiers de l’assistance",
            CaseKind::Regulation => "Demandes de réglementation",
        };
        Ok(view! {
            <Page title detail=detail wide=true refresh_on_assistance=true>
                {search}
                <TabLinks label="État des dossiers" tabs/>
                <p><a href=request.path.clone()>"Actualiser"</a></p>
                {table}
                <CursorPagination first next/>
            </Page>
        }
        .into_any())
    })
}

fn list_path(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Technical => path::CASES,
        CaseKind::Regulation => path::REGULATION_CASES,
    }
}

fn address(kind: CaseKind, state: CaseState, search: &str) -> String {
    let search =
        if search.is_empty() { String::new() } else { format!("&recherche={}", path::encode(search)) };
    format!("{}?etat={}{search}", list_path(kind), state.code())
}

fn table(kind: CaseKind, state: CaseState, cases: &[Case], today: Date) -> AnyView {
    if cases.is_empty() {
        return view! {
            <EmptyState title="Aucun dossier"><p>"Aucun dossier dans cet état ne correspond."</p></EmptyState>
        }
        .into_any();
    }
    let mut columns = vec![
        Column::text("Dossier"),
        Column::wide("Sujet"),
        Column::text("Nom"),
        Column::wide("Entreprise"),
        Column::text("Conseiller"),
        Column::text("Dernière activité"),
    ];
    let has_promise = kind.answer_by(today).is_some();
    if has_promise {
        columns.push(Column::text("Réponse promise le"));
    }
    Table::new(state.label(), &columns)
        .rows(cases, |row, case| {
            case_row(row, case);
            if has_promise {
                promise(row.cell(), case, today);
            }
        })
        .finish()
}

/// Last day of the promised answer, while it is awaited.
fn promise(mut cell: Cell<'_>, case: &Case, today: Date) {
    let Some(day) = case.answer_by() else {
        cell.none();
        return;
    };
    cell.date(day);
    if day < today {
        cell.text(" ").tag(Tone::Error, "En retard");
    }
}

fn case_row(row: &mut Row<'_>, case: &Case) {
    row.cell().link(path::adviser_case(case.id), &case.reference);
    row.cell().text(assistance::subject_label(&case.subject));
    row.cell().text(&case.name);
    row.cell().text(&case.company);
    row.cell().text(&case.adviser_name);
    row.cell().minute(case.activity_at);
}
