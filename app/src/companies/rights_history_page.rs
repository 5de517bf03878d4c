//! `/profil/habilitations/historique`: rights granted and withdrawn, with administration and date.

use backend::companies::{self, ChangesFilter, RightChange, RightChanges};
use domain::{
    form::parse_date,
    path::{self, RIGHTS_HISTORY},
    rights::{Habilitation, Place},
    siren::Siren,
    siret::Siret,
};
use leptos::prelude::*;

use super::rights_filter;
use crate::{
    account::profile::{Tab, Tabs},
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, Column, DataTable, EmptyState, Pagination, Submit, Tag, Tone, Variant},
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
        Ok(view! {
            <Page
                title="Historique des habilitations"
                lead="Ce que les administrations vous ont accordé ou retiré depuis treize mois. Pour toute demande, \
                      adressez-vous à l’administration indiquée."
                trail=vec![("Mes habilitations".to_owned(), path::RIGHTS.to_owned())]
                wide=true
            >
                <Tabs current=Tab::Rights/>
                {filters(&filter)}
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

fn filters(filter: &ChangesFilter) -> impl IntoView + use<> {
    let is_filtered = *filter != ChangesFilter::default();
    let place = filter.place.as_ref().map(|place| {
        let number = place.number().to_owned();
        view! { <input type="hidden" name="lieu" value=number/> }
    });
    let clear_button = is_filtered.then(|| {
        view! { <ButtonLink href=path::RIGHTS_HISTORY variant=Variant::Quiet>"Tout afficher"</ButtonLink> }
    });
    let kinds = [("accordee", "Accordées".to_owned()), ("retiree", "Retirées".to_owned())];
    let kind = rights_filter::list("changement", "Changement", "Tous", filter.granted.map(code), &kinds);
    let day = |name: &'static str, label: &'static str, day: Option<jiff::civil::Date>| {
        view! {
            <div class="field">
                <label class="field__label" for=name>{label}</label>
                <input class="control" type="date" id=name name=name value=day.map(|day| day.to_string())/>
            </div>
        }
    };
    view! {
        <details class="disclosure" open=is_filtered>
            <summary>"Filtrer l’historique"</summary>
            <form class="filters" method="get" action=path::RIGHTS_HISTORY>
                {place}
                {rights_filter::fields(&filter.rights)}
                {kind}
                {day("du", "Du", filter.from)}
                {day("au", "Au", filter.to)}
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
                    "Le portail conserve treize mois d’historique\u{a0}: un droit accordé plus tôt, ou repris avant \
                     le début de cet historique, n’y figure pas."
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
    let count = match changes.matching {
        1 => "1 changement".to_owned(),
        many => format!("{many} changements"),
    };
    let columns = ["Date", "Changement", "Administration", "Établissement", "Téléservice", "Droit"]
        .map(Column::text)
        .into();
    let rows = changes.changes.into_iter().map(row).collect();
    view! {
        <p class="muted" role="status">{count}</p>
        <DataTable caption="Habilitations accordées et retirées" caption_hidden=true columns rows/>
    }
    .into_any()
}

fn row(change: RightChange) -> Vec<AnyView> {
    let (tone, what) =
        if change.granted { (Tone::Success, "Accordée") } else { (Tone::Warning, "Retirée") };
    let right = change.right;
    let place = right.place.to_string();
    vec![
        view! { <time datetime=change.at.rfc3339()>{change.at.french_minute()}</time> }.into_any(),
        view! { <Tag tone>{what}</Tag> }.into_any(),
        right.co_owner.site().into_any(),
        view! { <span class="nowrap">{place}</span> }.into_any(),
        right.teleservice.label().into_any(),
        right.droit.label().into_any(),
    ]
}
