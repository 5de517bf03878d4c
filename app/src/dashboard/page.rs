//! `/tableau-de-bord`: summary of payments, messaging, payments, declarations, schedule (004, Tableau de
//! bord).

use backend::{
    companies::{CompanyView, figures::Share},
    dashboard::{self, Dashboard, PaymentsTab},
};
use domain::{co_owner::CoOwner, path, rights::Denial};
use leptos::prelude::*;
use platform::{
    Error,
    co_owners::{Echeance, Synthese},
};

use super::{
    declarations, payments,
    states::{self, stale_sentence},
};
use crate::{
    denial::DenialDetails,
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, Card, Column, DataTable, EmptyState, PaymentShare, PaymentsChart, Variant},
};

#[component]
pub fn DashboardPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let tab = PaymentsTab::from_code(request.query("paiements").unwrap_or_default());
        let number = request.query("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        let overview = dashboard::overview(request.portal(), request.usager_session()?, tab)
            .await
            .map_err(select_company_if_lost)?;
        let Dashboard { view, synthese, tab, payments, schedule, declarations, messaging } = overview;
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

/// Redirects to the selection of a company if no right is left on the selected one; that page explains it.
pub fn select_company_if_lost(error: Error) -> Stop {
    match error {
        Error::NotFound => Stop::Redirect(path::COMPANIES.to_owned()),
        error => Stop::Error(error),
    }
}

/// Chart of the shares that are available, then one line per share that is not.
fn synthesis(shares: Vec<Share<Synthese>>) -> impl IntoView {
    let available: Vec<PaymentShare> = shares
        .iter()
        .filter_map(|share| {
            let dated = share.block.shown()?;
            Some(PaymentShare {
                label: format!("{} ({})", share.co_owner.label(), share.co_owner.site()),
                paid: dated.value.paid,
                to_pay: dated.value.to_pay,
                overdue: dated.value.overdue,
                note: stale_sentence(share.co_owner, dated).unwrap_or_default(),
            })
        })
        .collect();
    let chart = if available.is_empty() {
        view! {
            <EmptyState title="Aucun chiffre à afficher">
                <p>"Aucune administration rattachée ne vous donne accès à la synthèse des paiements de cette \
                    entreprise."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <PaymentsChart shares=available/> }.into_any()
    };
    let (_, missing) = states::split_available(shares);
    view! { {chart} {states::missing(missing, "la part de cette administration")} }
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
                    <ButtonLink href=path::QUESTIONS>"Ouvrir la messagerie"</ButtonLink>
                    <ButtonLink href=path::NEW_QUESTION variant=Variant::Secondary>"Poser une question"</ButtonLink>
                </p>
            }
            .into_any()
        }
        Err(denial) => view! {
            <p>"La messagerie avec la douane ne vous est pas ouverte pour cette entreprise."</p>
            <DenialDetails denial/>
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
    let habilitations = path::rights_in(view.siren());
    view! {
        <Card title="Entreprise">
            <p>{name} {places.map(|places| format!(" – {places}"))}</p>
            <ul>
                <li><a href=path::MANDATS>"Mandats de prélèvement"</a></li>
                <li><a href=path::COMPANIES>"Changer d’entreprise"</a></li>
                <li><a href=habilitations>"Mes habilitations pour cette entreprise"</a></li>
                <li><a href=path::COMPANY_ADMINS>"Administrateurs de l’entreprise"</a></li>
            </ul>
        </Card>
    }
}

/// Schedule of the DGFiP and the Urssaf; customs have none.
fn schedule_section(shares: Vec<Share<Vec<Echeance>>>) -> Option<impl IntoView> {
    (!shares.is_empty()).then(|| {
        let (shown, missing) = states::split_available(shares);
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
            {states::missing(missing, "l’échéancier")}
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
