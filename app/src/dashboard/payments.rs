//! Payments in progress and past, by administration.

use backend::{
    companies::{CompanyView, figures::Share},
    dashboard::{CreanceRow, PaymentAccess, PaymentsTab},
};
use domain::{
    co_owner::CoOwner,
    path::{self, DASHBOARD},
};
use leptos::prelude::*;

use super::states;
use crate::{
    denial::DenialDetails,
    ui::{Card, Column, DataTable, EmptyState, ExternalLink, Pagination, TabLink, TabLinks, Tag, Tone},
};
use platform::co_owners::{CreanceState, PaymentMeans};

/// Number of créances of one administration per page.
const ROWS: usize = 50;

/// Two tabs, with one table per administration.
pub fn section(
    view: &CompanyView,
    tab: PaymentsTab,
    shares: Vec<Share<Vec<CreanceRow>>>,
    number: usize,
) -> impl IntoView + use<> {
    let number = number.max(1);
    let tabs = [(PaymentsTab::EnCours, "En cours"), (PaymentsTab::Historique, "Historique")]
        .map(|(one, label)| TabLink {
            label: label.to_owned(),
            href: format!("{DASHBOARD}?paiements={}#paiements", one.code()),
            current: one == tab,
            count: None,
        })
        .to_vec();
    let longest = shares.iter().filter_map(|share| Some(share.block.shown()?.value.len())).max().unwrap_or(0);
    let pages = u32::try_from(longest.div_ceil(ROWS)).unwrap_or(u32::MAX);
    let (shown, missing) = states::split_available(shares);
    let parts = shown
        .into_iter()
        .map(|part| {
            let label = part.co_owner.label();
            let content = states::share(part, "les paiements", |co_owner, rows| {
                table(view, tab, co_owner, rows, number)
            });
            view! { <Card title=label level=3>{content}</Card> }
        })
        .collect_view();
    let href = format!("{DASHBOARD}?paiements={}&page=", tab.code());
    view! {
        <h2 id="paiements">"Paiements"</h2>
        <TabLinks label="Paiements en cours ou passés" tabs/>
        <div class="stack">{parts} {states::missing(missing, "les paiements")}</div>
        <Pagination label="Pages des paiements" page=u32::try_from(number).unwrap_or(1) pages href/>
    }
}

fn table(
    view: &CompanyView,
    tab: PaymentsTab,
    co_owner: CoOwner,
    rows: Vec<CreanceRow>,
    number: usize,
) -> AnyView {
    if rows.is_empty() {
        let title = match tab {
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
    let shown = rows.into_iter().skip((number - 1) * ROWS).take(ROWS);
    let (columns, rows): (_, Vec<Vec<AnyView>>) = match tab {
        PaymentsTab::EnCours => (in_progress_columns(), shown.map(|row| in_progress(view, row)).collect()),
        PaymentsTab::Historique => (past_columns(), shown.map(|row| past(view, row)).collect()),
    };
    if rows.is_empty() {
        return view! { <p class="muted">"Les " {total.to_string()} " créances sont sur les pages précédentes."</p> }
            .into_any();
    }
    let caption = match tab {
        PaymentsTab::EnCours => format!("Paiements en cours\u{a0}: {}", co_owner.label()),
        PaymentsTab::Historique => format!("Paiements passés\u{a0}: {}", co_owner.label()),
    };
    view! { <DataTable caption=caption caption_hidden=true columns rows/> }.into_any()
}

fn in_progress_columns() -> Vec<Column> {
    vec![
        Column::text("Référence"),
        Column::text("Objet"),
        Column::text("Échéance"),
        Column::text("État"),
        Column::amount("Montant"),
        Column::amount("Reste à payer"),
        Column::text("Actions"),
    ]
}

fn in_progress(view: &CompanyView, row: CreanceRow) -> Vec<AnyView> {
    let creance = &row.creance;
    vec![
        reference(&row).into_any(),
        object(view, &row).into_any(),
        states::day(creance.due).into_any(),
        state(creance.state).into_any(),
        creance.amount.to_string().into_any(),
        creance.remaining.to_string().into_any(),
        actions(&row).into_any(),
    ]
}

fn past_columns() -> Vec<Column> {
    vec![
        Column::text("Référence"),
        Column::text("Objet"),
        Column::text("Payé le"),
        Column::text("Moyen"),
        Column::text("Référence du paiement"),
        Column::amount("Montant"),
        Column::text("Actions"),
    ]
}

fn past(view: &CompanyView, row: CreanceRow) -> Vec<AnyView> {
    let payment = row.creance.payment.clone();
    let none = || "–".to_owned();
    let means = payment.as_ref().map_or_else(none, |payment| match payment.means {
        PaymentMeans::Telepaiement => "Télépaiement".to_owned(),
        PaymentMeans::Carte => "Carte bancaire".to_owned(),
    });
    vec![
        reference(&row).into_any(),
        object(view, &row).into_any(),
        payment.as_ref().map_or_else(|| none().into_any(), |payment| states::day(payment.date).into_any()),
        means.into_any(),
        view! { <span class="mono">{payment.map_or_else(none, |payment| payment.reference)}</span> }
            .into_any(),
        row.creance.amount.to_string().into_any(),
        actions(&row).into_any(),
    ]
}

fn reference(row: &CreanceRow) -> impl IntoView + use<> {
    view! { <span class="mono nowrap">{row.creance.reference.clone()}</span> }
}

/// Label of the créance, and the establishment that owes it.
fn object(view: &CompanyView, row: &CreanceRow) -> impl IntoView + use<> {
    let place = row.creance.siret.as_ref().map(|siret| view.company.label_of(siret));
    let place = place.map(|place| view! { <br/><span class="muted small">{place}</span> });
    view! { <span>{row.creance.libelle.clone()} {place}</span> }
}

fn state(state: CreanceState) -> impl IntoView {
    let (tone, text) = match state {
        CreanceState::APayer => (Tone::Info, "À payer"),
        CreanceState::Paye => (Tone::Success, "Payée"),
        CreanceState::EnRetard => (Tone::Error, "En retard"),
    };
    view! { <span class="nowrap"><Tag tone=tone>{text}</Tag></span> }
}

/// Links of a créance, with a hidden description for screen readers that list links out of context.
fn actions(row: &CreanceRow) -> impl IntoView + use<> {
    let number = row.creance.reference.clone();
    let (hidden, about) = (format!(" la créance {number}"), format!(" sur la créance {number}"));
    let payment_link = match &row.payment {
        PaymentAccess::NotPayable => None,
        PaymentAccess::At(address) => Some(
            view! { <ExternalLink href=address.to_string() class="button button--small">"Payer" <span class="visually-hidden">{hidden}</span></ExternalLink> }
                .into_any(),
        ),
        PaymentAccess::Denied(denial) => Some(
            view! { <div>"Paiement non ouvert" <DenialDetails denial=denial.clone()/></div> }.into_any(),
        ),
    };
    let href = question(row);
    let question_link = row.may_ask.then(|| {
        view! {
            <a class="button button--quiet button--small" href=href>
                "Poser une question" <span class="visually-hidden">{about}</span>
            </a>
        }
    });
    let placeholder = (payment_link.is_none() && question_link.is_none()).then_some("–");
    view! { <div class="cluster">{payment_link} {question_link} {placeholder}</div> }
}

/// Address of a new question about the créance, prefilled with its usual recette (motifs.md).
fn question(row: &CreanceRow) -> String {
    let creance = &row.creance;
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
