//! Payments in progress and past, by administration.

use backend::{
    companies::{CompanyView, figures::Share},
    dashboard::{CreanceRow, PaymentAccess},
};
use domain::{
    co_owner::CoOwner,
    french,
    path::{self, DASHBOARD},
    payments::{CreanceState, PaymentsFilter, PaymentsTab, SepaPage},
};
use leptos::prelude::*;

use super::{payments_filter, states};
use crate::{
    denial::DenialDetails,
    page::{PageRequest, list_detail},
    ui::{Card, Cell, Column, EmptyState, ExternalLink, Pagination, Row, TabLink, TabLinks, Table, Tone},
};
use platform::co_owners::Creance;

/// Number of créances of one administration per page.
const ROWS: usize = 50;

/// Two tabs and the filter, with one table per administration.
pub fn section(
    view: &CompanyView,
    filter: &PaymentsFilter,
    shares: Vec<Share<Vec<CreanceRow>>>,
    request: &PageRequest,
) -> impl IntoView + use<> {
    let number = number(request);
    let tab = |one: PaymentsTab, label: &str| TabLink {
        label: label.to_owned(),
        href: payments_filter::address(&filter.in_tab(one)),
        current: one == filter.tab,
        count: None,
    };
    let tabs = vec![tab(PaymentsTab::EnCours, "En cours"), tab(PaymentsTab::Historique, "Historique")];
    let co_owners: Vec<CoOwner> =
        request.portal().co_owners.offered().filter(|one| one.has_payments()).collect();
    let form = payments_filter::form(view, filter, request, &co_owners);
    let exports = payments_filter::exports(filter, &shares);
    let pages = pages(&shares);
    let (shown, missing) = states::split_available(shares);
    let parts = shown
        .into_iter()
        .map(|part| {
            let label = part.co_owner.label();
            let content = states::share(part, "les paiements", |co_owner, rows| {
                view! { {payment_button(filter.tab, co_owner, &rows)} {table(view, filter, co_owner, rows, number)} }
            });
            view! { <Card title=label level=3>{content}</Card> }
        })
        .collect_view();
    let href = format!("{DASHBOARD}?{}&page=", filter.query());
    view! {
        <h2 id="paiements">"Paiements"</h2>
        <TabLinks label="Paiements en cours ou passés" tabs/>
        {form}
        <div class="stack">{parts} {states::missing(missing, "les paiements")}</div>
        <Pagination label="Pages des paiements" page=u32::try_from(number).unwrap_or(1) pages href/>
        {exports}
    }
}

/// Number of the requested page, from 1.
fn number(request: &PageRequest) -> usize {
    request.query("page").and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// Number of pages of the longest list.
fn pages(shares: &[Share<Vec<CreanceRow>>]) -> u32 {
    let longest = shares.iter().filter_map(|share| Some(share.block.shown()?.value.len())).max().unwrap_or(0);
    u32::try_from(longest.div_ceil(ROWS)).unwrap_or(u32::MAX)
}

/// The tab, the filter and the page in words, for the title of the page.
pub fn detail(filter: &PaymentsFilter, shares: &[Share<Vec<CreanceRow>>], request: &PageRequest) -> String {
    let tab = (filter.tab == PaymentsTab::Historique).then(|| "historique des paiements".to_owned());
    let words = tab.into_iter().chain(filter.words());
    list_detail(words, u32::try_from(number(request)).unwrap_or(1), pages(shares))
}

/// Number of créances left to pay at an administration, and the button that pays them: they lead to one téléservice.
fn payment_button(tab: PaymentsTab, co_owner: CoOwner, rows: &[CreanceRow]) -> Option<impl IntoView + use<>> {
    let address = rows.iter().find_map(|row| match &row.payment {
        PaymentAccess::At(address) => Some(address.to_string()),
        _ => None,
    });
    let late = rows.iter().filter(|row| row.creance.state == CreanceState::EnRetard).count();
    let late = (late > 0).then(|| format!(", dont {late} en retard"));
    let count = french::count(rows.len(), "créance", "créances");
    address.filter(|_| tab == PaymentsTab::EnCours).map(|address| {
        view! {
            <p class="cluster cluster--between">
                <span>{count} {late}"."</span>
                <ExternalLink href=address class="button">"Payer sur " {co_owner.site()}</ExternalLink>
            </p>
        }
    })
}

fn table(
    view: &CompanyView,
    filter: &PaymentsFilter,
    co_owner: CoOwner,
    rows: Vec<CreanceRow>,
    number: usize,
) -> AnyView {
    if rows.is_empty() && !filter.selects_all() {
        return view! { <p class="muted">"Aucun paiement ne correspond aux filtres."</p> }.into_any();
    }
    if rows.is_empty() {
        let title = match filter.tab {
            PaymentsTab::EnCours => "Rien à payer",
            PaymentsTab::Historique => "Aucun paiement passé",
        };
        let site = co_owner.site();
        return view! {
            <EmptyState title=title>
                <p>"Aucune créance de cette catégorie n’est enregistrée sur " {site} " pour cette entreprise."</p>
            </EmptyState>
        }
        .into_any();
    }
    let total = rows.len();
    let shown: Vec<CreanceRow> = rows.into_iter().skip((number - 1) * ROWS).take(ROWS).collect();
    if shown.is_empty() {
        return view! { <p class="muted">"Les " {total.to_string()} " créances sont sur les pages précédentes."</p> }
            .into_any();
    }
    let label = co_owner.label();
    let table = match filter.tab {
        PaymentsTab::EnCours => {
            let caption = format!("Paiements en cours\u{a0}: {label}");
            Table::with_hidden_caption(&caption, &in_progress_columns())
                .rows(&shown, |row, creance| in_progress(row, view, creance))
        }
        PaymentsTab::Historique => {
            let caption = format!("Paiements passés\u{a0}: {label}");
            Table::with_hidden_caption(&caption, &past_columns())
                .rows(&shown, |row, creance| past(row, view, creance))
        }
    };
    table.folded().finish()
}

fn in_progress_columns() -> [Column; 7] {
    [
        Column::text("Référence"),
        Column::object("Objet"),
        Column::text("Échéance"),
        Column::text("État"),
        Column::amount("Montant"),
        Column::amount("Reste à payer"),
        Column::actions("Actions"),
    ]
}

fn in_progress(row: &mut Row<'_>, view: &CompanyView, shown: &CreanceRow) {
    let creance = &shown.creance;
    row.cell().reference(&creance.reference);
    object(row.cell(), view, creance);
    row.cell().date(creance.due);
    state(row.cell(), creance.state);
    row.cell().text(creance.amount);
    row.cell().text(creance.remaining);
    actions(row.cell(), shown);
}

fn past_columns() -> [Column; 7] {
    [
        Column::text("Référence"),
        Column::object("Objet"),
        Column::text("Payé le"),
        Column::text("Moyen"),
        Column::text("Référence du paiement"),
        Column::amount("Montant"),
        Column::actions("Actions"),
    ]
}

fn past(row: &mut Row<'_>, view: &CompanyView, shown: &CreanceRow) {
    let creance = &shown.creance;
    row.cell().reference(&creance.reference);
    object(row.cell(), view, creance);
    match &creance.payment {
        Some(payment) => {
            row.cell().date(payment.date);
            row.cell().nowrap(payment.means.label());
            row.cell().mono(&payment.reference);
        }
        None => {
            row.cell().none();
            row.cell().none();
            row.cell().none();
        }
    }
    row.cell().text(creance.amount);
    actions(row.cell(), shown);
}

/// Label of the créance, and the establishment that owes it.
fn object(mut cell: Cell<'_>, view: &CompanyView, creance: &Creance) {
    cell.text(&creance.libelle);
    if let Some(siret) = &creance.siret {
        cell.note(view.company.label_of(siret));
    }
}

fn state(mut cell: Cell<'_>, state: CreanceState) {
    let tone = match state {
        CreanceState::APayer => Tone::Info,
        CreanceState::Paye => Tone::Success,
        CreanceState::EnRetard => Tone::Error,
    };
    cell.tag(tone, state.label());
}

fn actions(mut cell: Cell<'_>, shown: &CreanceRow) {
    let number = &shown.creance.reference;
    cell.cluster();
    match &shown.payment {
        PaymentAccess::NotPayable if !shown.may_ask => {
            cell.none();
        }
        PaymentAccess::NotPayable => {}
        PaymentAccess::At(address) => {
            let label = if shown.by_card { "Payer par prélèvement" } else { "Payer" };
            let hidden = format_args!(" la créance {number}");
            if shown.creance.co_owner == CoOwner::Dgddi {
                let page = SepaPage::Creance { reference: number.clone() };
                cell.external_button(page.address(address), label, hidden);
            } else {
                cell.external_button(address, label, hidden);
            }
        }
        // The person may pay it by card.
        PaymentAccess::Denied(_) if shown.by_card => {}
        PaymentAccess::Denied(denial) => {
            let denial = denial.clone();
            cell.view(view! { <div>"Paiement non autorisé" <DenialDetails denial/></div> });
        }
    }
    if shown.by_card {
        let address = path::creance_payment(path::encode(number));
        cell.action(address, "Payer par carte", format_args!(" la créance {number}"));
    }
    if shown.may_ask {
        let about = format_args!(" sur la créance {number}");
        cell.action(question(&shown.creance), "Poser une question", about);
    }
}

/// Address of a new question about the créance, prefilled with its usual recette (motifs.md).
fn question(creance: &Creance) -> String {
    let reference = path::encode(&creance.reference);
    let mut address = format!("{}&creance={reference}", path::new_question("precision-creance"));
    if let Some(siret) = &creance.siret {
        address.push_str(&format!("&siret={siret}"));
    }
    if let Some(recette) = &creance.usual_recette {
        address.push_str(&format!("&recette={}", path::encode(recette)));
    }
    address
}
