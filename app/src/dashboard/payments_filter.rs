//! Filter of the payments: a form that works without scripts, and the links of their exports.

use backend::companies::{CompanyView, figures::Share};
use domain::{
    co_owner::CoOwner,
    french::with_de,
    path::{self, DASHBOARD},
    payments::{CreanceState, PaymentsFilter, PaymentsTab},
    siret::Siret,
};
use leptos::prelude::*;

use crate::{
    page::PageRequest,
    ui::{ButtonLink, Notice, NoticeKind, Submit, Variant, filter_day, filter_list, filter_siret},
};

/// Number of establishments above which the SIRET is typed: a longer list would be most of the page.
const MAX_LISTED: usize = 100;

/// Address of the list with this filter.
pub fn address(filter: &PaymentsFilter) -> String {
    format!("{DASHBOARD}?{}#paiements", filter.query())
}

pub fn read(request: &PageRequest) -> PaymentsFilter {
    PaymentsFilter::read(|name| request.query(name))
}

/// The form. `co_owners`: those with payments.
pub fn form(
    view: &CompanyView,
    filter: &PaymentsFilter,
    request: &PageRequest,
    co_owners: &[CoOwner],
) -> impl IntoView + use<> {
    let is_open = !filter.selects_all() || PaymentsFilter::has_unreadable(|name| request.query(name));
    let co_owners: Vec<_> = co_owners.iter().map(|one| (one.code(), one.label())).collect();
    let co_owner = filter.co_owner.map(CoOwner::code);
    let days = match filter.tab {
        PaymentsTab::EnCours => ("Première échéance", "Dernière échéance"),
        PaymentsTab::Historique => ("Premier jour de paiement", "Dernier jour de paiement"),
    };
    let day = |name, label, day| filter_day(name, label, day, request.query(name).unwrap_or_default());
    let clear_button = (!filter.selects_all()).then(|| {
        let all = address(&filter.tab.into());
        view! { <ButtonLink href=all variant=Variant::Quiet>"Tout afficher"</ButtonLink> }
    });
    view! {
        <details class="disclosure" open=is_open>
            <summary>"Filtrer les paiements"</summary>
            <form class="filters" method="get" action=format!("{DASHBOARD}#paiements")>
                <input type="hidden" name=PaymentsFilter::TAB value=filter.tab.code()/>
                {filter_list(PaymentsFilter::CO_OWNER, "Administration", "Toutes", co_owner, &co_owners)}
                {establishment(view, filter, request)}
                {states(filter)}
                {day(PaymentsFilter::FROM, days.0, filter.from)}
                {day(PaymentsFilter::TO, days.1, filter.to)}
                <div class="filters__actions"><Submit variant=Variant::Secondary>"Filtrer"</Submit> {clear_button}</div>
            </form>
        </details>
        {reversed(filter)}
    }
}

fn states(filter: &PaymentsFilter) -> Option<impl IntoView + use<>> {
    let states: Vec<_> = filter.tab.states().iter().map(|one| (one.code(), one.label())).collect();
    let state = filter.state.map(CreanceState::code);
    (!states.is_empty()).then(|| filter_list(PaymentsFilter::STATE, "État", "Tous", state, &states))
}

fn reversed(filter: &PaymentsFilter) -> Option<impl IntoView + use<>> {
    filter.is_reversed().then(|| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>"Le dernier jour de ce filtre précède le premier\u{a0}: aucun paiement ne peut correspondre."</p>
            </Notice>
        }
    })
}

fn establishment(view: &CompanyView, filter: &PaymentsFilter, request: &PageRequest) -> AnyView {
    let known = &view.company.etablissements;
    let siret = filter.siret.as_ref().map(Siret::as_str);
    if known.len() > MAX_LISTED {
        let typed = request.query(PaymentsFilter::SIRET).unwrap_or_default();
        let problem = Siret::parse(typed).err().filter(|_| !typed.is_empty());
        return filter_siret(PaymentsFilter::SIRET, siret.unwrap_or(typed), problem).into_any();
    }
    let mut options: Vec<(String, String)> =
        known.iter().map(|one| (one.siret.to_string(), one.label())).collect();
    if let Some(other) = filter.siret.as_ref().filter(|siret| known.iter().all(|one| one.siret != **siret)) {
        options.push((other.to_string(), other.grouped()));
    }
    filter_list(PaymentsFilter::SIRET, "Établissement", "Tous", siret, &options).into_any()
}

/// Links of the exports of the payments shown, and to their calendar; nothing if none may be seen.
pub fn exports<T>(filter: &PaymentsFilter, shares: &[Share<T>]) -> Option<impl IntoView + use<T>> {
    let missing: Vec<String> = shares
        .iter()
        .filter(|share| share.block.shown().is_none())
        .map(|share| format!("ceux {}", with_de(share.co_owner.with_article())))
        .collect();
    (missing.len() < shares.len()).then(|| {
        let calendar = (filter.tab == PaymentsTab::EnCours).then(|| {
            view! { " " <a href=path::CALENDAR>"Ajouter les échéances à votre agenda"</a> "." }
        });
        let without = (!missing.is_empty()).then(|| format!(", sans {}", missing.join(" ni ")));
        view! {
            <p class="muted small no-print">
                "Exporter tous ces paiements" {without} "\u{a0}: "
                {links(&filter.query(), path::PAYMENTS_CSV, path::PAYMENTS_XLSX)}
                {calendar}
            </p>
        }
    })
}

/// Links of the two formats of an export.
pub fn links(query: &str, csv: &str, xlsx: &str) -> impl IntoView + use<> {
    let address = |file: &str| if query.is_empty() { file.to_owned() } else { format!("{file}?{query}") };
    let (csv, xlsx) = (address(csv), address(xlsx));
    view! { <a href=csv data-full>"fichier CSV"</a> " ou " <a href=xlsx data-full>"classeur Excel (XLSX)"</a> "." }
}
