use backend::declarant_statements::{self, Statements};
use domain::{
    declarant_statements::{KNOWN_MONTHS, StatementsFilter, Summary},
    month::Month,
    path::{self, DECLARANT_STATEMENTS},
    problem::Problem,
    rights::Teleservice,
};
use leptos::prelude::*;

use super::tables;
use crate::{
    dashboard::{denied_teleservices, file_links, select_company_if_lost, share},
    page::{self, Page, PageRequest},
    ui::*,
};

/// Problems of the typed filter, with the names of their fields.
type Problems = Vec<(&'static str, Problem)>;

/// `/etats-declarants`: statements of the selected company; those of the last twelve months by default.
#[component]
pub fn StatementsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let portal = request.portal();
        let current = declarant_statements::current_month(portal);
        let (filter, problems) = match StatementsFilter::read(|name| request.query(name), current) {
            Ok(filter) => (filter, Problems::new()),
            Err(problems) => (StatementsFilter::last_year(current), problems),
        };
        let found = declarant_statements::statements(portal, request.usager_session()?, &filter).await;
        let Statements { view, open, denied, share: statements, figures_mark } =
            found.map_err(select_company_if_lost)?;
        let lead = format!("{} – SIREN {}", view.raison_sociale(), view.siren().grouped());
        let detail = filter.words().join(", ");
        let form = statements.is_some().then(|| form(&filter, current, &open, &problems, &request));
        let content = match statements {
            Some(statements) => {
                share(statements, "les états déclarants", |_, summary| content(summary, &filter, current))
            }
            None => nothing_open().into_any(),
        };
        let denied: Vec<_> =
            denied.into_iter().map(|(one, denial)| (one.label().to_owned(), denial)).collect();
        Ok(view! {
            <Page title="États déclarants" detail lead wide=true trail=Vec::new() figures_mark=Some(figures_mark)>
                {form}
                {content}
                {denied_teleservices(denied)}
            </Page>
        }
        .into_any())
    })
}

fn form(
    filter: &StatementsFilter,
    current: Month,
    open: &[Teleservice],
    problems: &[(&'static str, Problem)],
    request: &PageRequest,
) -> impl IntoView + use<> {
    let selects_usual = *filter == StatementsFilter::last_year(current);
    let month = |name, label, month: Month| {
        let problem = problems.iter().find(|(field, _)| *field == name).map(|(_, problem)| problem.clone());
        let typed = request.query(name).filter(|_| !problems.is_empty());
        filter_month(name, label, typed.map_or_else(|| month.to_string(), str::to_owned), problem)
    };
    let teleservices: Vec<_> = open.iter().map(|one| (one.code(), one.label())).collect();
    let chosen = filter.teleservice.map(Teleservice::code);
    let usual = (!selects_usual || !problems.is_empty()).then(|| {
        view! { <ButtonLink href=DECLARANT_STATEMENTS variant=Variant::Quiet>"Douze derniers mois"</ButtonLink> }
    });
    view! {
        <details class="disclosure" open=!selects_usual || !problems.is_empty()>
            <summary>"Choisir la période"</summary>
            <form class="filters" method="get" action=DECLARANT_STATEMENTS>
                {month(StatementsFilter::FROM, StatementsFilter::FROM_LABEL, filter.from)}
                {month(StatementsFilter::TO, StatementsFilter::TO_LABEL, filter.to)}
                {filter_list(StatementsFilter::TELESERVICE, "Téléservice", "Tous", chosen, &teleservices)}
                <div class="filters__actions"><Submit variant=Variant::Secondary>"Afficher"</Submit> {usual}</div>
            </form>
        </details>
    }
}

fn content(summary: Summary, filter: &StatementsFilter, current: Month) -> AnyView {
    if summary.is_empty() {
        return nothing_declared(current).into_any();
    }
    let unfinished = (filter.to == current).then(|| {
        view! { <p class="muted">{format!("Le mois {} n’est pas terminé.", current.with_de())}</p> }
    });
    view! {
        {unfinished}
        <h2>"Droits et taxes par mois"</h2>
        {tables::chart(&summary)}
        {tables::by_teleservice(&summary)}
        {tables::by_month(&summary)}
        <p class="muted small no-print">
            "Exporter ces états\u{a0}: "
            {file_links(&filter.query(), path::DECLARANT_STATEMENTS_CSV, path::DECLARANT_STATEMENTS_XLSX)}
        </p>
    }
    .into_any()
}

fn nothing_declared(current: Month) -> impl IntoView {
    let oldest = current.back(KNOWN_MONTHS - 1).with_de();
    view! {
        <EmptyState title="Aucune opération dans cette période">
            <p>{format!("Choisissez une autre période\u{a0}: la douane donne les mois {oldest} à {current}.")}</p>
        </EmptyState>
    }
}

fn nothing_open() -> impl IntoView {
    view! {
        <p>
            "Vous ne pouvez pas voir les états déclarants\u{a0}: vous n’avez de droit sur aucun téléservice de déclaration \
             pour cette entreprise."
        </p>
    }
}
