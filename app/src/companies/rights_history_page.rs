//! `/profil/habilitations/historique`: rights granted and withdrawn, with administration and date.

use backend::companies::{self, ChangesFilter, RightChange, RightChanges};
use domain::{
    calendar::french_date,
    form::parse_date,
    french,
    path::{self, RIGHTS_HISTORY},
    rights::{Habilitation, Place},
    siren::Siren,
    siret::Siret,
};
use leptos::prelude::*;

use super::rights_filter;
use crate::{
    account::profile::{Tab, Tabs, trail},
    page::{self, Page, PageRequest, Stop, list_detail},
    ui::{
        ButtonLink, Column, EmptyState, Pagination, Row, Submit, Table, Tone, Variant, filter_day,
        filter_list,
    },
};

/// Address of the history of one right.
pub(super) fn history_of(right: &Habilitation) -> String {
    let (place, service) = (path::encode(right.place.number()), path::encode(right.teleservice.code()));
    format!(
        "{RIGHTS_HISTORY}?administration={}&lieu={place}&teleservice={service}&droit={}",
        right.co_owner.code(),
        right.droit.code()
    )
}

#[component]
pub fn RightsHistoryPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let number = request.page_number();
        let filter = filter(&request);
        let changes =
            companies::filtered_right_changes(request.portal(), request.usager_session()?, &filter, number)
                .await?;
        let (page, pages) = (changes.page, changes.pages);
        let address = format!("{RIGHTS_HISTORY}?{}page=", query(&filter));
        let detail = list_detail(detail(&filter), page, pages);
        let mut trail = trail();
        trail.push(("Mes habilitations".to_owned(), path::RIGHTS.to_owned()));
        Ok(view! {
            <Page
                title="Historique des habilitations"
                detail=detail
                lead="Ce que les administrations vous ont accordé ou retiré depuis treize mois. Pour toute demande, \
                      adressez-vous à l’administration indiquée."
                trail=trail
                wide=true
            >
                <Tabs current=Tab::Rights/>
                {filters(&filter, &request)}
                {lines(changes, &filter)}
                <Pagination label="Pages de l’historique" page=page pages=pages href=address/>
            </Page>
        }
        .into_any())
    })
}

/// Former address of the page, still used by old mails and bookmarks.
#[component]
pub fn FormerHistoryPage() -> impl IntoView {
    page::load(async |_| Err(Stop::Redirect(path::RIGHTS_HISTORY.to_owned())))
}

fn filter(request: &PageRequest) -> ChangesFilter {
    let place = request.query("lieu").and_then(|text| {
        let siren = || Siren::parse(text).ok().map(Place::Siren);
        Siret::parse(text).ok().map(Place::Siret).or_else(siren)
    });
    let day = |name: &str| request.query(name).and_then(parse_date);
    ChangesFilter {
        rights: rights_filter::filter(request),
        place,
        granted: match request.query("changement") {
            Some("accordee") => Some(true),
            Some("retiree") => Some(false),
            _ => None,
        },
        from: day("du"),
        to: day("au"),
    }
}

fn code(granted: bool) -> &'static str {
    if granted { "accordee" } else { "retiree" }
}

fn query(filter: &ChangesFilter) -> String {
    let mut query = rights_filter::query(&filter.rights);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let place = filter.place.as_ref().map(|place| place.number().to_owned());
    let kind = filter.granted.map(|granted| code(granted).to_owned());
    for (name, value) in
        [("lieu", place), ("changement", kind), ("du", day(filter.from)), ("au", day(filter.to))]
    {
        if let Some(value) = value {
            query.push_str(&format!("{name}={}&", path::encode(&value)));
        }
    }
    query
}

/// The filters in words, for the title of the page.
fn detail(filter: &ChangesFilter) -> Vec<String> {
    let granted = filter.granted.map(|granted| if granted { "accordées" } else { "retirées" }.to_owned());
    let from = filter.from.map(|day| format!("à partir du {}", french_date(day)));
    let to = filter.to.map(|day| format!("jusqu’au {}", french_date(day)));
    let place = filter.place.as_ref().map(Place::to_string);
    rights_filter::detail(&filter.rights)
        .into_iter()
        .chain([place, granted, from, to].into_iter().flatten())
        .collect()
}

fn filters(filter: &ChangesFilter, request: &PageRequest) -> impl IntoView + use<> {
    let is_filtered = *filter != ChangesFilter::default();
    let is_unreadable =
        ["du", "au"].iter().any(|name| request.query(name).is_some_and(|text| parse_date(text).is_none()));
    let place = filter.place.as_ref().map(|place| {
        let number = place.number().to_owned();
        view! { <input type="hidden" name="lieu" value=number/> }
    });
    let clear_button = is_filtered.then(|| {
        view! { <ButtonLink href=path::RIGHTS_HISTORY variant=Variant::Quiet>"Tout afficher"</ButtonLink> }
    });
    let kinds = [("accordee", "Accordées"), ("retiree", "Retirées")];
    let kind = filter_list("changement", "Changement", "Tous", filter.granted.map(code), &kinds);
    let day = |name, label, day| filter_day(name, label, day, request.query(name).unwrap_or_default());
    view! {
        <details class="disclosure" open=is_filtered || is_unreadable>
            <summary>"Filtrer l’historique"</summary>
            <form class="filters" method="get" action=path::RIGHTS_HISTORY>
                {place}
                {rights_filter::fields(&filter.rights)}
                {kind}
                {day("du", "Premier jour", filter.from)}
                {day("au", "Dernier jour", filter.to)}
                <div class="filters__actions"><Submit variant=Variant::Secondary>"Filtrer"</Submit> {clear_button}</div>
            </form>
        </details>
    }
}

fn lines(changes: RightChanges, filter: &ChangesFilter) -> AnyView {
    let filtered = *filter != ChangesFilter::default();
    if changes.changes.is_empty() && filtered {
        return view! {
            <EmptyState title="Rien ne correspond à ces filtres">
                <p>
                    "Le portail conserve treize mois d’historique\u{a0}: un droit accordé avant le début de \
                     cet historique n’y figure pas."
                </p>
                <ButtonLink href=path::RIGHTS_HISTORY variant=Variant::Secondary>"Afficher tout l’historique"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    if changes.changes.is_empty() {
        return view! {
            <EmptyState title="Aucun changement">
                <p>"Les habilitations accordées ou retirées par les administrations rattachées apparaîtront ici."</p>
            </EmptyState>
        }
        .into_any();
    }
    let count = french::count(changes.matching, "changement", "changements");
    let columns = ["Date", "Changement", "Administration", "Établissement", "Téléservice", "Droit"];
    let columns = columns.map(Column::text);
    let table = Table::with_hidden_caption("Habilitations accordées et retirées", &columns);
    view! {
        <p class="muted" role="status">{count}</p>
        {table.rows(changes.changes, row).finish()}
    }
    .into_any()
}

fn row(row: &mut Row<'_>, change: RightChange) {
    let right = change.right;
    row.cell().minute(change.at);
    match change.granted {
        true => row.cell().tag(Tone::Success, "Accordée"),
        false => row.cell().tag(Tone::Warning, "Retirée"),
    };
    row.cell().text(right.co_owner.site());
    row.cell().nowrap(right.place);
    row.cell().text(right.teleservice.label());
    row.cell().text(right.droit.label());
}
