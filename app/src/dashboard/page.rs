//! `/tableau-de-bord`: synthesis, payments, schedule, declarations, messaging, mandats (004, Tableau de bord).

use backend::{
    Error,
    companies::CompanyView,
    dashboard::{self, Dashboard, Echeance, PaymentsTab, Share, Synthese},
};
use domain::{co_owner::CoOwner, rights::Denial};
use leptos::prelude::*;

use super::{
    declarations, payments,
    states::{self, old_sentence},
};
use crate::{
    page::{self, Page, Stop, Visit},
    ui::{ButtonLink, Card, Column, DataTable, EmptyState, PaymentShare, PaymentsChart, Variant},
    why::Why,
};

#[component]
pub fn DashboardPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        visit.siren()?;
        let tab = PaymentsTab::from_code(visit.query("paiements").unwrap_or_default());
        let number = visit.query("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        let board = dashboard::overview(visit.portal(), visit.usager_session()?, tab)
            .await
            .map_err(to_choice_when_lost)?;
        let Dashboard { view, synthese, tab, payments, schedule, declarations, messaging } = board;
        let lead = format!("{} – SIREN {}", view.raison_sociale(), view.siren().grouped());
        Ok(view! {
            <Page title="Tableau de bord" lead=lead wide=true>
                <div class="grid grid--main">
                    <Card title="Synthèse des paiements à date">{synthesis(synthese)}</Card>
                    <div class="stack">
                        {messaging_card(messaging)}
                        {company_card(&view)}
                    </div>
                </div>
                {payments::section(&view, tab, payments, number)}
                {declarations::section(declarations)}
                {schedule_section(schedule)}
            </Page>
        }
        .into_any())
    })
}

/// Nothing is held on the chosen company any more: the page of choice says so and offers the others.
pub fn to_choice_when_lost(error: Error) -> Stop {
    match error {
        Error::NotFound => Stop::Redirect("/entreprises".to_owned()),
        error => Stop::Error(error),
    }
}

/// The shares that can be seen in one chart, then a word on each that cannot.
fn synthesis(shares: Vec<Share<Synthese>>) -> impl IntoView {
    let drawn: Vec<PaymentShare> = shares
        .iter()
        .filter_map(|share| {
            let dated = share.block.shown()?;
            Some(PaymentShare {
                label: format!("{} ({})", share.co_owner.label(), share.co_owner.site()),
                paid: dated.value.paid,
                to_pay: dated.value.to_pay,
                overdue: dated.value.overdue,
                note: old_sentence(share.co_owner, dated).unwrap_or_default(),
            })
        })
        .collect();
    let chart = if drawn.is_empty() {
        view! {
            <EmptyState title="Aucun chiffre à montrer">
                <p>"Aucune administration rattachée ne vous ouvre la synthèse des paiements de cette entreprise."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <PaymentsChart shares=drawn/> }.into_any()
    };
    let (_, absent) = states::apart(shares);
    view! { {chart} {states::absent(absent, "la part de cette administration")} }
}

fn messaging_card(messaging: Result<i64, Denial>) -> impl IntoView {
    let content = match messaging {
        Ok(unread) => {
            let text = match unread {
                0 => "Aucun message non lu.".to_owned(),
                1 => "Un message non lu.".to_owned(),
                many => format!("{many} messages non lus."),
            };
            view! {
                <p>{text}</p>
                <p class="cluster">
                    <ButtonLink href="/messagerie">"Ouvrir la messagerie"</ButtonLink>
                    <ButtonLink href="/messagerie/nouvelle" variant=Variant::Secondary>"Poser une question"</ButtonLink>
                </p>
            }
            .into_any()
        }
        Err(denial) => view! {
            <p>"La messagerie avec la douane ne vous est pas ouverte pour cette entreprise."</p>
            <Why denial/>
        }
        .into_any(),
    };
    view! { <Card title="Messagerie sécurisée">{content}</Card> }
}

fn company_card(view: &CompanyView) -> impl IntoView + use<> {
    let places = view.company.etablissements.len();
    let places = match places {
        0 => None,
        1 => Some("1 établissement".to_owned()),
        many => Some(format!("{many}\u{a0}établissements")),
    };
    let name = view.raison_sociale().to_owned();
    let habilitations = format!("/profil/habilitations?entreprise={}", view.siren());
    view! {
        <Card title="Entreprise">
            <p>{name} {places.map(|places| format!(" – {places}"))}</p>
            <ul>
                <li><a href="/mandats">"Mandats de prélèvement"</a></li>
                <li><a href="/entreprises">"Changer d’entreprise"</a></li>
                <li><a href=habilitations>"Mes habilitations pour cette entreprise"</a></li>
                <li><a href="/entreprises/administrateurs">"Administrateurs de l’entreprise"</a></li>
            </ul>
        </Card>
    }
}

/// DGFiP and Urssaf only: customs have no schedule.
fn schedule_section(shares: Vec<Share<Vec<Echeance>>>) -> Option<impl IntoView> {
    (!shares.is_empty()).then(|| {
        let (shown, absent) = states::apart(shares);
        let parts = shown
            .into_iter()
            .map(|part| {
                let label = part.co_owner.label();
                view! { <Card title=label level=3>{states::share(part, "l’échéancier", schedule)}</Card> }
            })
            .collect::<Vec<_>>();
        let parts = (!parts.is_empty()).then(|| view! { <div class="grid grid--2">{parts}</div> });
        view! {
            <h2 id="echeancier">"Échéancier"</h2>
            {parts}
            {states::absent(absent, "l’échéancier")}
        }
    })
}

fn schedule(co_owner: CoOwner, dates: Vec<Echeance>) -> AnyView {
    if dates.is_empty() {
        return view! { <p class="muted">"Aucune échéance à venir."</p> }.into_any();
    }
    let columns = vec![Column::text("Date"), Column::text("Objet"), Column::amount("Montant")];
    let rows = dates
        .into_iter()
        .map(|one| {
            let amount = one.amount.map_or_else(|| "À déclarer".to_owned(), |amount| amount.to_string());
            vec![states::day(one.date).into_any(), one.libelle.into_any(), amount.into_any()]
        })
        .collect();
    let caption = format!("Échéances\u{a0}: {}", co_owner.label());
    view! { <DataTable caption=caption caption_hidden=true columns rows/> }.into_any()
}
