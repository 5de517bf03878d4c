use backend::{
    directory::services::Service,
    messaging::{self, DelayReport, ReportQuery, ReportScope},
};
use domain::{
    answer_delay::{Tally, working_days_words},
    form::parse_date,
    french, path,
    rights::Action,
};
use jiff::civil::Date;
use leptos::prelude::*;
use platform::Error;

use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/equipe/statistiques?service=…&motif=…&du=…&au=…`: delays of a service, by week and by motif.
#[component]
pub fn DelayReportPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::SeeDelayReports)?;
        let services = messaging::reported_services(request.portal(), session).await?;
        let query = ReportQuery::read(|name| request.query(name));
        let today = request.portal().clock.now().day();
        let body = match query.scope(&services, today) {
            Some(scope) => report(&request, &services, &query, scope).await?,
            None => no_service(),
        };
        Ok(view! {
            <Page
                title="Statistiques des délais"
                lead="Calculées à partir des étapes de chaque question, en jours ouvrés du service."
                wide=true
            >
                {body}
            </Page>
        }
        .into_any())
    })
}

fn no_service() -> AnyView {
    view! {
        <EmptyState title="Aucun service">
            <p>"Aucun service ne vous est attribué\u{a0}: demandez-le à un administrateur du portail."</p>
        </EmptyState>
    }
    .into_any()
}

async fn report(
    request: &PageRequest,
    services: &[Service],
    query: &ReportQuery,
    scope: ReportScope,
) -> Result<AnyView, Stop> {
    let session = request.session().ok_or(Stop::Error(Error::NotFound))?;
    let (found, problems) = match messaging::delay_report(request.portal(), session, &scope).await {
        Ok(report) => (Some(report), Vec::new()),
        Err(Error::Invalid(problems)) => (None, problems),
        Err(other) => return Err(other.into()),
    };
    let figures = found.map(|report| figures(&report, &scope));
    let filter = filter(request, services, query, &scope);
    Ok(view! {
        <ErrorSummary problems/>
        {filter}
        {figures}
    }
    .into_any())
}

fn filter(
    request: &PageRequest,
    services: &[Service],
    query: &ReportQuery,
    scope: &ReportScope,
) -> impl IntoView + use<> {
    let services: Vec<(String, String)> =
        services.iter().map(|one| (one.code.clone(), one.name.clone())).collect();
    let in_use = request.portal().motifs.current();
    let motifs: Vec<(String, String)> =
        in_use.all().iter().map(|motif| (motif.id.clone(), motif.title.clone())).collect();
    let day = |typed: &str, day: Date| if typed.is_empty() { Some(day) } else { parse_date(typed) };
    view! {
        <form class="cluster" method="get" action=path::DELAY_REPORT>
            {choice_list("service", "Service", &scope.service, &services)}
            {filter_list("motif", "Motif", "Tous les motifs", scope.motif.as_deref(), &motifs)}
            {filter_day("du", "Du", day(&query.first, scope.first), &query.first)}
            {filter_day("au", "Au", day(&query.last, scope.last), &query.last)}
            <Submit variant=Variant::Secondary>"Afficher"</Submit>
        </form>
    }
}

fn figures(report: &DelayReport, scope: &ReportScope) -> AnyView {
    let total = report.total();
    if total.received == 0 {
        return view! {
            <EmptyState title="Aucune question">
                <p>"Le service n’a reçu aucune question pendant cette période. Élargissez-la, ou choisissez un autre motif."</p>
            </EmptyState>
        }
        .into_any();
    }
    let weeks = report.by_week();
    let csv = scope.address(path::DELAY_REPORT_CSV);
    view! {
        <p>{summary(&report.service.name, &total)}</p>
        {table("Par semaine", "Semaine du", &weeks, |mut cell, week| { cell.date(*week); })}
        {chart(&weeks)}
        {table("Par motif", "Motif", &report.by_motif(), |mut cell, motif| { cell.text(motif); })}
        <p class="muted">
            "Une question rendue au service après une réponse compte de nouveau. Une question transmise compte pour le \
             service qui l’a maintenant. «\u{a0}Dans le délai\u{a0}»\u{a0}: part des engagements échus qui ont été tenus."
        </p>
        <p><a href=csv download="">"Télécharger le détail par motif et par semaine (CSV)"</a></p>
    }
    .into_any()
}

fn summary(service: &str, total: &Tally) -> String {
    let received = french::count(total.received, "question reçue", "questions reçues");
    let answered = french::count(total.answered, "répondue", "répondues");
    format!("{service}\u{a0}: {received}, {answered}, {} en attente.", total.open)
}

/// Table of tallies. `key` writes the first cell.
fn table<K>(
    caption: &'static str,
    head: &'static str,
    lines: &[(K, Tally)],
    key: impl Fn(Cell<'_>, &K),
) -> AnyView {
    let columns = [
        Column::text(head),
        Column::amount("Reçues"),
        Column::amount("Répondues"),
        Column::amount("En attente"),
        Column::amount("Délai médian"),
        Column::amount("Neuf sur dix en"),
        Column::amount("Dans le délai"),
    ];
    let row = |row: &mut Row<'_>, (of, tally): &(K, Tally)| {
        key(row.cell(), of);
        row.cell().text(tally.received);
        row.cell().text(tally.answered);
        row.cell().text(tally.open);
        days(row.cell(), tally.median());
        days(row.cell(), tally.ninth_decile());
        match tally.kept_percent() {
            Some(share) => row.cell().nowrap(format_args!("{share}\u{a0}%")),
            None => row.cell().none(),
        };
    };
    Table::new(caption, &columns).rows(lines, row).finish()
}

fn days(mut cell: Cell<'_>, days: Option<u32>) {
    match days {
        Some(0) => cell.nowrap("le jour même"),
        Some(days) => cell.nowrap(format_args!("{days}\u{a0}j")),
        None => cell.none(),
    };
}

/// Median of each week as a line, after the table that has the same figures.
fn chart(weeks: &[(Date, Tally)]) -> Option<AnyView> {
    let medians: Vec<Option<u32>> = weeks.iter().map(|(_, tally)| tally.median()).collect();
    let (least, most) = (medians.iter().flatten().min()?, medians.iter().flatten().max()?);
    if medians.iter().flatten().count() < 2 {
        return None;
    }
    let text = format!(
        "Délai médian par semaine\u{a0}: entre {} et {}.",
        working_days_words(*least),
        working_days_words(*most)
    );
    let values: Vec<Option<f64>> = medians.iter().map(|median| median.map(f64::from)).collect();
    Some(
        view! {
            <figure class="chart">
                <LineChart values text=text.clone()/>
                <figcaption class="muted">{text}</figcaption>
            </figure>
        }
        .into_any(),
    )
}
