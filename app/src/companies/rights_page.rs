//! `/profil/habilitations`: the person's habilitations, read-only, grouped by company, administration or
//! téléservice (004, Authentification: « Gestion des habilitations »).

use backend::companies::{self, HeldRight, HeldRights, RightsFilter, RightsOrder, Since};
use domain::{
    co_owner::CoOwner,
    path::{self, RIGHTS},
    rights::NextStep,
    siren::Siren,
};
use leptos::prelude::*;

use super::{rights_filter, rights_history_page};
use crate::{
    account::profile::{Tab, Tabs},
    denial,
    page::{self, Page, PageRequest},
    ui::{
        ButtonLink, Column, DataTable, EmptyState, ExternalLink, Pagination, Submit, TabLink, TabLinks, Tag,
        Tone, Variant,
    },
};

const LEAD: &str = "Vos habilitations auprès des administrations, entreprise par entreprise. Les administrations \
                    les accordent et les retirent\u{a0}; le portail les affiche.";

#[component]
pub fn RightsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.usager_session()?;
        let order = RightsOrder::from_code(request.query("classement").unwrap_or_default());
        let filter = rights_filter::filter(&request);
        let number = request.page_number();
        let held = companies::held_rights(request.portal(), session, order, &filter, number).await?;
        let offered: Vec<CoOwner> = request.portal().co_owners.offered().collect();
        let content = if held.total == 0 {
            empty_state().into_any()
        } else {
            let query = Query { order, filter, chosen: session.siren.clone() };
            rights_list(held, &query).into_any()
        };
        Ok(view! {
            <Page title="Mes habilitations" lead=LEAD wide=true>
                <Tabs current=Tab::Rights/>
                {content}
                {granting_administrations(&offered)}
            </Page>
        }
        .into_any())
    })
}

/// Parameters of the page.
struct Query {
    order: RightsOrder,
    filter: RightsFilter,
    chosen: Option<Siren>,
}

fn empty_state() -> impl IntoView {
    view! {
        <EmptyState title="Aucune habilitation pour le moment">
            <p>
                "Vos habilitations sont reprises de vos comptes douane.gouv.fr, impots.gouv.fr et urssaf.fr, dès que \
                 vous les rattachez."
            </p>
            <ButtonLink href=path::LINKS>"Rattacher un compte"</ButtonLink>
        </EmptyState>
    }
}

fn rights_list(held: HeldRights, query: &Query) -> impl IntoView + use<> {
    let count = count_text(&held, query.filter.is_empty());
    let (page, pages) = (held.page, held.pages);
    let address =
        format!("{RIGHTS}?{}classement={}&page=", rights_filter::query(&query.filter), query.order.code());
    let all = (held.matching == 0).then(|| {
        view! { <p><a href=path::RIGHTS>"Voir toutes mes habilitations"</a></p> }
    });
    view! {
        {filters(query)}
        <div class="cluster cluster--between">
            <p class="muted" role="status">{count}</p>
            <TabLinks label="Classement des habilitations" tabs=order_tabs(query) quiet=true/>
        </div>
        {groups(held.rights, query)}
        {all}
        <Pagination label="Pages des habilitations" page=page pages=pages href=address/>
    }
}

fn count_text(held: &HeldRights, all: bool) -> String {
    let rights = match held.matching {
        0 => return "Aucune habilitation ne correspond à ces filtres.".to_owned(),
        1 => "1 habilitation".to_owned(),
        many => format!("{many} habilitations"),
    };
    let companies = match held.companies {
        1 => "sur une entreprise".to_owned(),
        many => format!("sur {many} entreprises"),
    };
    if all {
        format!("{rights} {companies}")
    } else {
        format!("{rights} {companies} (sur {} en tout)", held.total)
    }
}

fn order_tabs(query: &Query) -> Vec<TabLink> {
    let tab = |order: RightsOrder| TabLink {
        label: match order {
            RightsOrder::Company => "Par entreprise",
            RightsOrder::CoOwner => "Par administration",
            RightsOrder::Teleservice => "Par téléservice",
        }
        .to_owned(),
        href: format!("{RIGHTS}?{}classement={}", rights_filter::query(&query.filter), order.code()),
        current: order == query.order,
        count: None,
    };
    RightsOrder::ALL.map(tab).into()
}

fn filters(query: &Query) -> impl IntoView + use<> {
    let is_filtered = !query.filter.is_empty();
    let clear_button = is_filtered.then(|| {
        let href = format!("{RIGHTS}?classement={}", query.order.code());
        view! { <ButtonLink href=href variant=Variant::Quiet>"Tout afficher"</ButtonLink> }
    });
    view! {
        <details class="disclosure" open=is_filtered>
            <summary>"Filtrer les habilitations"</summary>
            <form class="filters" method="get" action=path::RIGHTS>
                <input type="hidden" name="classement" value=query.order.code()/>
                {rights_filter::fields(&query.filter)}
                <div class="filters__actions"><Submit variant=Variant::Secondary>"Filtrer"</Submit> {clear_button}</div>
            </form>
        </details>
    }
}

/// One table per group; the rights come sorted by group.
fn groups(rights: Vec<HeldRight>, query: &Query) -> Vec<AnyView> {
    let order = query.order;
    let key = |held: &HeldRight| match order {
        RightsOrder::Company => held.right.place.siren().to_string(),
        RightsOrder::CoOwner => held.right.co_owner.code().to_owned(),
        RightsOrder::Teleservice => held.right.teleservice.code().to_owned(),
    };
    rights.chunk_by(|one, next| key(one) == key(next)).map(|group| table(group, query)).collect()
}

fn table(group: &[HeldRight], query: &Query) -> AnyView {
    let Some(first) = group.first() else { return ().into_any() };
    let siren = first.right.place.siren();
    let (name, note) = match query.order {
        RightsOrder::Company => (first.raison_sociale.clone(), format!("SIREN {}", siren.grouped())),
        RightsOrder::CoOwner => {
            (first.right.co_owner.label().to_owned(), first.right.co_owner.site().to_owned())
        }
        RightsOrder::Teleservice => {
            (first.right.teleservice.label().to_owned(), first.right.co_owner.site().to_owned())
        }
    };
    let current = (query.order == RightsOrder::Company && query.chosen.as_ref() == Some(&siren))
        .then(|| view! { " " <Tag tone=Tone::Info>"Entreprise choisie"</Tag> });
    let by_company = query.order == RightsOrder::Company;
    let mut columns = vec![Column::text("Droit")];
    if !by_company {
        columns.push(Column::text("Entreprise"));
    }
    columns.extend(["Établissement", "Depuis", "Historique"].map(Column::text));
    let rows = group.iter().map(|held| row(held, by_company)).collect();
    let caption = format!("Habilitations\u{a0}: {name}");
    view! {
        <h2 class="group-title">{name} " " <span class="muted small nowrap">{note}</span> {current}</h2>
        <DataTable caption=caption caption_hidden=true columns rows/>
    }
    .into_any()
}

fn row(held: &HeldRight, by_company: bool) -> Vec<AnyView> {
    let right = &held.right;
    let delegated_by = held.delegated_by.clone().map(|name| {
        view! { <br/><span class="muted small">"délégué par " {name}</span> }
    });
    let (service, droit) = (right.teleservice.label(), right.droit.label());
    let mut cells = vec![view! { <span>{service} "\u{a0}: " {droit} {delegated_by}</span> }.into_any()];
    if !by_company {
        let siren = right.place.siren();
        let href = path::rights_in(siren);
        cells.push(view! { <a href=href>{held.raison_sociale.clone()}</a> }.into_any());
    }
    let place = held.etablissement.clone().unwrap_or_else(|| "Toute l’entreprise".to_owned());
    let hidden = format!("\u{a0}: {service}, {droit}");
    let history = if held.delegated_by.is_some() {
        view! { <a href=path::COMPANY_ADMINS>"Délégation"</a> }.into_any()
    } else {
        view! {
            <a href=rights_history_page::history_of(right)>
                "Historique" <span class="visually-hidden">" de ce droit" {hidden}</span>
            </a>
        }
        .into_any()
    };
    cells.extend([place.into_any(), since(held.since), history]);
    cells
}

/// Start of a right: « 3 mars 2026 », or « avant le 26 octobre 2025 » for rights older than the stored history.
fn since(since: Since) -> AnyView {
    match since {
        Since::Known(at) => {
            view! { <time class="nowrap" datetime=at.rfc3339()>{at.french_day()}</time> }.into_any()
        }
        Since::Before(at) => {
            view! { <span>"avant le " <time datetime=at.rfc3339()>{at.french_day()}</time></span> }.into_any()
        }
    }
}

/// Explains who grants habilitations, and where: the portal does not change them.
fn granting_administrations(offered: &[CoOwner]) -> impl IntoView + use<> {
    let lines = offered
        .iter()
        .map(|co_owner| {
            let (grantor, place) = (NextStep::granted_by(*co_owner), NextStep::granted_at(*co_owner));
            let site = co_owner.site();
            let link = denial::site_address(*co_owner).map(|href| {
                view! { " " <ExternalLink href=href>"Ouvrir " {site}</ExternalLink> }
            });
            view! {
                <li>
                    <strong>{co_owner.label()}</strong>
                    <div>"À demander à la personne qui l’accorde\u{a0}: " {grantor} ", sur " {place} "." {link}</div>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2 id="demander">"Demander ou modifier une habilitation"</h2>
        <ul class="asides">{lines}</ul>
        <p class="muted small">
            "Toute modification faite sur ces sites s’applique aussitôt sur le portail. "
            <a href=path::RIGHTS_HISTORY>"Historique des habilitations accordées et retirées"</a> " · "
            <a href=path::COMPANY_ADMINS>"Administrateurs de l’entreprise"</a>
        </p>
    }
}
