//! `/profil/habilitations`: the person's habilitations, read-only, grouped by company, administration or
//! téléservice (004, Authentification: « Gestion des habilitations »).

use backend::companies::{self, HeldRight, HeldRights, RightsFilter, RightsOrder, Since};
use domain::{
    co_owner::CoOwner,
    french,
    path::{self, RIGHTS},
    rights::NextStep,
    siren::Siren,
};
use leptos::prelude::*;

use super::{rights_filter, rights_history_page};
use crate::{
    account::profile::{Tab, Tabs, trail},
    denial,
    page::{self, Page, PageRequest, list_detail},
    ui::{
        ButtonLink, Cell, Column, EmptyState, ExternalLink, Pagination, Row, Submit, TabLink, TabLinks,
        Table, Tag, Tone, Variant,
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
        let order_detail = (order != RightsOrder::default()).then(|| order_label(order).to_lowercase());
        let filters = order_detail.into_iter().chain(rights_filter::detail(&filter));
        let detail = list_detail(filters, held.page, held.pages);
        let content = if held.total == 0 {
            empty_state().into_any()
        } else {
            let query = Query { order, filter, chosen: session.siren.clone() };
            rights_list(held, &query).into_any()
        };
        Ok(view! {
            <Page title="Mes habilitations" detail=detail lead=LEAD wide=true trail=trail()>
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
                "Vos habilitations proviennent de vos comptes douane.gouv.fr, impots.gouv.fr, urssaf.fr et \
                 net-entreprises.fr, une fois rattachés."
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
    if held.matching == 0 {
        return "Aucune habilitation ne correspond à ces filtres.".to_owned();
    }
    let rights = french::count(held.matching, "habilitation", "habilitations");
    let companies = french::count(held.companies, "entreprise", "entreprises");
    if all {
        format!("{rights}, {companies}.")
    } else {
        format!("{rights} sur {}, {companies}.", french::format_number(u64::from(held.total)))
    }
}

fn order_tabs(query: &Query) -> Vec<TabLink> {
    let tab = |order: RightsOrder| TabLink {
        label: order_label(order).to_owned(),
        href: format!("{RIGHTS}?{}classement={}", rights_filter::query(&query.filter), order.code()),
        current: order == query.order,
        count: None,
    };
    RightsOrder::ALL.map(tab).into()
}

fn order_label(order: RightsOrder) -> &'static str {
    match order {
        RightsOrder::Company => "Par entreprise",
        RightsOrder::CoOwner => "Par administration",
        RightsOrder::Teleservice => "Par téléservice",
    }
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
    let caption = format!("Habilitations\u{a0}: {name}");
    let table = Table::with_hidden_caption(&caption, &columns);
    let table = table.rows(group, |line, held| row(line, held, by_company)).finish();
    view! {
        <h2 class="group-title">{name} " " <span class="muted small nowrap">{note}</span> {current}</h2>
        {table}
    }
    .into_any()
}

fn row(row: &mut Row<'_>, held: &HeldRight, by_company: bool) {
    let right = &held.right;
    let (service, droit) = (right.teleservice.label(), right.droit.label());
    right_held(row.cell(), held);
    if !by_company {
        row.cell().link(path::rights_in(right.place.siren()), &held.raison_sociale);
    }
    let place = held.etablissement.as_deref().unwrap_or("Toute l’entreprise");
    row.cell().text(place);
    match held.since {
        Since::Known(at) => row.cell().date(at.day()),
        // Older than the stored history.
        Since::Before(at) => row.cell().text("avant le ").date(at.day()),
    };
    if held.delegated_by.is_some() {
        row.cell().link(path::COMPANY_ADMINS, "Délégation");
    } else {
        let hidden = format_args!(" de ce droit\u{a0}: {service}, {droit}, {place}, {}", held.raison_sociale);
        row.cell().link_about(rights_history_page::history_of(right), "Historique", hidden);
    }
}

/// Téléservice and right, and the person who delegated it.
fn right_held(mut cell: Cell<'_>, held: &HeldRight) {
    cell.text(format_args!("{}\u{a0}: {}", held.right.teleservice.label(), held.right.droit.label()));
    if let Some(name) = &held.delegated_by {
        cell.note(format_args!("délégué par {name}"));
    }
}

/// Explains who grants habilitations, and where: the portal does not change them.
fn granting_administrations(offered: &[CoOwner]) -> impl IntoView + use<> {
    let lines = offered
        .iter()
        .map(|co_owner| {
            let grantor = french::with_a(NextStep::granted_by(*co_owner));
            let place = NextStep::granted_at(*co_owner);
            let site = co_owner.site();
            let link = denial::site_address(*co_owner).map(|href| {
                view! { " " <ExternalLink href=href>"Ouvrir " {site}</ExternalLink> }
            });
            view! {
                <li>
                    <strong>{co_owner.label()}</strong>
                    <div>"À demander " {grantor} ", sur " {place} "." {link}</div>
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
