//! `/profil/habilitations/historique`: each right granted or withdrawn, by which administration, when.

use backend::companies::{self, ChangesFilter, RightChange, RightChanges};
use domain::{
    form::parse_date,
    rights::{Habilitation, Place},
    siren::Siren,
    siret::Siret,
};
use leptos::prelude::*;

use super::{rights_filter, rights_page::RIGHTS};
use crate::{
    account::profile::{Tab, Tabs},
    page::{self, Page, Stop, Visit, encode},
    ui::{ButtonLink, Column, DataTable, EmptyState, Pagination, Submit, Tag, Tone, Variant},
};

const HISTORY: &str = "/profil/habilitations/historique";

/// The history of one right.
pub(super) fn of(right: &Habilitation) -> String {
    let (place, service) = (encode(right.place.number()), encode(right.teleservice.code()));
    format!(
        "{HISTORY}?administration={}&lieu={place}&teleservice={service}&droit={}",
        right.co_owner.code(),
        right.droit.code()
    )
}

#[component]
pub fn RightsHistoryPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let number = visit.query("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        let filter = filter(&visit);
        let changes =
            companies::changes_like(visit.portal(), visit.usager_session()?, &filter, number).await?;
        let (page, pages) = (changes.page, changes.pages);
        let address = format!("{HISTORY}?{}page=", query(&filter));
        Ok(view! {
            <Page
                title="Historique des habilitations"
                lead="Ce que les administrations vous ont accordé ou retiré depuis treize mois. Pour une demande, \
                      adressez-vous à celle qui est nommée."
                trail=vec![("Mes habilitations".to_owned(), RIGHTS.to_owned())]
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

/// The page was elsewhere once, and mails and bookmarks remember.
#[component]
pub fn FormerHistoryPage() -> impl IntoView {
    page::load(async |_| Err(Stop::Redirect(HISTORY.to_owned())))
}

fn filter(visit: &Visit) -> ChangesFilter {
    let place = visit.query("lieu").and_then(|text| {
        let siren = || Siren::parse(text).ok().map(Place::Siren);
        Siret::parse(text).ok().map(Place::Siret).or_else(siren)
    });
    let day = |name: &str| visit.query(name).and_then(parse_date);
    ChangesFilter {
        rights: rights_filter::filter(visit),
        place,
        granted: match visit.query("changement") {
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
            query.push_str(&format!("{name}={}&", encode(&value)));
        }
    }
    query
}

fn filters(filter: &ChangesFilter) -> impl IntoView + use<> {
    let set = *filter != ChangesFilter::default();
    let place = filter.place.as_ref().map(|place| {
        let number = place.number().to_owned();
        view! { <input type="hidden" name="lieu" value=number/> }
    });
    let clear = set.then(|| {
        view! { <ButtonLink href=HISTORY variant=Variant::Quiet>"Tout afficher"</ButtonLink> }
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
        <details class="disclosure" open=set>
            <summary>"Filtrer l’historique"</summary>
            <form class="filters" method="get" action=HISTORY>
                {place}
                {rights_filter::fields(&filter.rights)}
                {kind}
                {day("du", "Du", filter.from)}
                {day("au", "Au", filter.to)}
                <div class="filters__actions"><Submit variant=Variant::Secondary>"Filtrer"</Submit> {clear}</div>
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
                    "Le portail garde treize mois d’historique\u{a0}: un droit accordé avant, ou repris avant que \
                    l’historique ne soit tenu, n’y a pas de ligne."
                </p>
                <ButtonLink href=HISTORY variant=Variant::Secondary>"Afficher tout l’historique"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    if changes.changes.is_empty() {
        return view! {
            <EmptyState title="Rien à montrer">
                <p>"Les habilitations accordées ou retirées par les administrations rattachées apparaîtront ici."</p>
            </EmptyState>
        }
        .into_any();
    }
    let count = match changes.matching {
        1 => "1 changement".to_owned(),
        many => format!("{many} changements"),
    };
    let columns =
        ["Date", "Changement", "Administration", "Lieu", "Téléservice", "Droit"].map(Column::text).into();
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
