//! `/profil/habilitations`: what the person holds, read-only, put together by company, by administration or by
//! téléservice (004, Authentification: « Gestion des habilitations »).

use backend::companies::{self, HeldRight, HeldRights, RightsFilter, RightsOrder, Since};
use domain::{co_owner::CoOwner, rights::NextStep, siren::Siren};
use leptos::prelude::*;

use super::{rights_filter, rights_history_page};
use crate::{
    account::profile::{Tab, Tabs},
    page::{self, Page, Visit, encode},
    ui::{
        ButtonLink, Column, DataTable, EmptyState, ExternalLink, Pagination, Submit, TabLink, TabLinks, Tag,
        Tone, Variant,
    },
    why,
};

/// This page.
pub(super) const RIGHTS: &str = "/profil/habilitations";

const LEAD: &str = "Ce que les administrations vous ouvrent, entreprise par entreprise. Elles l’accordent et le \
                    retirent\u{a0}; le portail le montre.";

#[component]
pub fn RightsPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.usager_session()?;
        let order = RightsOrder::from_code(visit.query("classement").unwrap_or_default());
        let filter = rights_filter::filter(&visit);
        let number = visit.query("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        let held = companies::held_rights(visit.portal(), session, order, &filter, number).await?;
        let offered: Vec<CoOwner> = visit.portal().partners.offered().collect();
        let content = if held.total == 0 {
            nothing().into_any()
        } else {
            let asked = Asked { order, filter, chosen: session.siren.clone() };
            lists(held, &asked).into_any()
        };
        Ok(view! {
            <Page title="Mes habilitations" lead=LEAD wide=true>
                <Tabs current=Tab::Rights/>
                {content}
                {changes(&offered)}
            </Page>
        }
        .into_any())
    })
}

/// What the page was asked with.
struct Asked {
    order: RightsOrder,
    filter: RightsFilter,
    chosen: Option<Siren>,
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState title="Aucune habilitation pour le moment">
            <p>
                "Vos habilitations sont reprises de vos comptes douane.gouv.fr, impots.gouv.fr et urssaf.fr, dès que vous \
                les rattachez."
            </p>
            <ButtonLink href="/profil/rattachements">"Rattacher un compte"</ButtonLink>
        </EmptyState>
    }
}

fn lists(held: HeldRights, asked: &Asked) -> impl IntoView + use<> {
    let count = counted(&held, asked.filter.is_empty());
    let (page, pages) = (held.page, held.pages);
    let address =
        format!("{RIGHTS}?{}classement={}&page=", rights_filter::query(&asked.filter), asked.order.code());
    let all = (held.matching == 0).then(|| {
        view! { <p><a href=RIGHTS>"Voir toutes mes habilitations"</a></p> }
    });
    view! {
        {filters(asked)}
        <div class="cluster cluster--between">
            <p class="muted" role="status">{count}</p>
            <TabLinks label="Classement des habilitations" tabs=orders(asked) quiet=true/>
        </div>
        {groups(held.rights, asked)}
        {all}
        <Pagination label="Pages des habilitations" page=page pages=pages href=address/>
    }
}

fn counted(held: &HeldRights, all: bool) -> String {
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

fn orders(asked: &Asked) -> Vec<TabLink> {
    let tab = |order: RightsOrder| TabLink {
        label: match order {
            RightsOrder::Company => "Par entreprise",
            RightsOrder::CoOwner => "Par administration",
            RightsOrder::Teleservice => "Par téléservice",
        }
        .to_owned(),
        href: format!("{RIGHTS}?{}classement={}", rights_filter::query(&asked.filter), order.code()),
        current: order == asked.order,
        count: None,
    };
    RightsOrder::ALL.map(tab).into()
}

fn filters(asked: &Asked) -> impl IntoView + use<> {
    let set = !asked.filter.is_empty();
    let clear = set.then(|| {
        let href = format!("{RIGHTS}?classement={}", asked.order.code());
        view! { <ButtonLink href=href variant=Variant::Quiet>"Tout afficher"</ButtonLink> }
    });
    view! {
        <details class="disclosure" open=set>
            <summary>"Filtrer les habilitations"</summary>
            <form class="filters" method="get" action=RIGHTS>
                <input type="hidden" name="classement" value=asked.order.code()/>
                {rights_filter::fields(&asked.filter)}
                <div class="filters__actions"><Submit variant=Variant::Secondary>"Filtrer"</Submit> {clear}</div>
            </form>
        </details>
    }
}

/// The rights come sorted: each run of one heading is a table.
fn groups(rights: Vec<HeldRight>, asked: &Asked) -> Vec<AnyView> {
    let order = asked.order;
    let key = |held: &HeldRight| match order {
        RightsOrder::Company => held.right.place.siren().to_string(),
        RightsOrder::CoOwner => held.right.co_owner.code().to_owned(),
        RightsOrder::Teleservice => held.right.teleservice.code().to_owned(),
    };
    rights.chunk_by(|one, next| key(one) == key(next)).map(|group| table(group, asked)).collect()
}

fn table(group: &[HeldRight], asked: &Asked) -> AnyView {
    let Some(first) = group.first() else { return ().into_any() };
    let siren = first.right.place.siren();
    let (name, note) = match asked.order {
        RightsOrder::Company => (first.raison_sociale.clone(), format!("SIREN {}", siren.grouped())),
        RightsOrder::CoOwner => {
            (first.right.co_owner.label().to_owned(), first.right.co_owner.site().to_owned())
        }
        RightsOrder::Teleservice => {
            (first.right.teleservice.label().to_owned(), first.right.co_owner.site().to_owned())
        }
    };
    let current = (asked.order == RightsOrder::Company && asked.chosen.as_ref() == Some(&siren))
        .then(|| view! { " " <Tag tone=Tone::Info>"Entreprise choisie"</Tag> });
    let by_company = asked.order == RightsOrder::Company;
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
    let by = held.delegated_by.clone().map(|name| {
        view! { <br/><span class="muted small">"par délégation de " {name}</span> }
    });
    let (service, droit) = (right.teleservice.label(), right.droit.label());
    let mut cells = vec![view! { <span>{service} "\u{a0}: " {droit} {by}</span> }.into_any()];
    if !by_company {
        let siren = right.place.siren();
        let href = format!("{RIGHTS}?entreprise={}", encode(siren.as_str()));
        cells.push(view! { <a href=href>{held.raison_sociale.clone()}</a> }.into_any());
    }
    let place = held.etablissement.clone().unwrap_or_else(|| "Toute l’entreprise".to_owned());
    let told = format!("\u{a0}: {service}, {droit}");
    let history = if held.delegated_by.is_some() {
        view! { <a href="/entreprises/administrateurs">"Délégation"</a> }.into_any()
    } else {
        view! {
            <a href=rights_history_page::of(right)>
                "Historique" <span class="visually-hidden">" de ce droit" {told}</span>
            </a>
        }
        .into_any()
    };
    cells.extend([place.into_any(), since(held.since), history]);
    cells
}

/// « 3 mars 2026 », or « avant le 26 octobre 2025 » when it is older than what the portal remembers.
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

/// The portal changes nothing: who does, and where.
fn changes(offered: &[CoOwner]) -> impl IntoView + use<> {
    let lines = offered
        .iter()
        .map(|co_owner| {
            let (who, place) = (NextStep::granted_by(*co_owner), NextStep::granted_at(*co_owner));
            let site = co_owner.site();
            let link = why::home(*co_owner).map(|href| {
                view! { " " <ExternalLink href=href>"Ouvrir " {site}</ExternalLink> }
            });
            view! {
                <li>
                    <strong>{co_owner.label()}</strong>
                    <div>"À demander à celui qui l’accorde\u{a0}: " {who} ", sur " {place} "." {link}</div>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2 id="demander">"Demander ou modifier une habilitation"</h2>
        <ul class="asides">{lines}</ul>
        <p class="muted small">
            "Un changement fait là-bas s’applique ici aussitôt. "
            <a href="/profil/habilitations/historique">"Historique des habilitations accordées et retirées"</a> " · "
            <a href="/entreprises/administrateurs">"Administrateurs de l’entreprise"</a>
        </p>
    }
}
