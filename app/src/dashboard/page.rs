//! `/tableau-de-bord`: summary of payments, messaging, payments, declarations, schedule (004, Tableau de
//! bord).

use backend::{
    companies::{CompanyView, figures::Share},
    dashboard::{self, Dashboard},
};
use domain::{
    amount::Amount, co_owner::CoOwner, french, limited_count::LimitedCount, path, payments::PaymentsTab,
    rights::Denial,
};
use leptos::prelude::*;
use platform::{
    Error,
    co_owners::{Echeance, Synthese},
};

use super::{
    declarations, payments, payments_filter,
    states::{self, stale_sentence},
};
use crate::{
    denial::DenialDetails,
    page::{self, Page, PageRequest, Stop},
    ui::{
        ButtonLink, Card, Column, EmptyState, Notice, NoticeKind, PaymentShare, PaymentsChart, Row, Table,
        Unfold, Variant,
    },
};

#[component]
pub fn DashboardPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let filter = payments_filter::read(&request);
        let overview = dashboard::overview(request.portal(), request.usager_session()?, &filter)
            .await
            .map_err(select_company_if_lost)?;
        let Dashboard { view, synthese, payments, schedule, declarations, messaging, figures_mark } =
            overview;
        let figures_mark = Some(figures_mark);
        let lead = format!("{} – SIREN {}", view.raison_sociale(), view.siren().grouped());
        let detail = payments::detail(&filter, &payments, &request);
        let late_notice = late_notice(&synthese, filter.tab);
        Ok(view! {
            <Page title="Tableau de bord" detail=detail lead=lead wide=true figures_mark=figures_mark>
                {late_notice}
                <div class="grid grid--main">
                    <Card title="Synthèse des paiements à date">{synthesis(synthese)}</Card>
                    <div class="stack">
                        {messaging_card(messaging)}
                        {company_card(&view)}
                    </div>
                </div>
                {payments::section(&view, &filter, payments, &request)}
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

/// Sum of the late payments, by administration, above all figures. Returns `None` if none is late.
fn late_notice(shares: &[Share<Synthese>], tab: PaymentsTab) -> Option<impl IntoView + use<>> {
    let late: Vec<(CoOwner, Amount)> = shares
        .iter()
        .filter_map(|share| Some((share.co_owner, share.block.shown()?.value.overdue)))
        .filter(|(_, overdue)| overdue.cents() > 0)
        .collect();
    let sum = late.iter().try_fold(Amount::ZERO, |sum, (_, overdue)| sum.checked_add(*overdue))?;
    let by_administration: Vec<String> =
        late.iter().map(|(co_owner, overdue)| format!("{}\u{a0}: {overdue}", co_owner.label())).collect();
    let parts = (late.len() > 1).then(|| view! { <p>{by_administration.join(" · ")}</p> });
    let href = match tab {
        PaymentsTab::EnCours => "#paiements".to_owned(),
        PaymentsTab::Historique => payments_filter::address(&PaymentsTab::EnCours.into()),
    };
    (!late.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Error title=format!("Paiements en retard\u{a0}: {sum}")>
                {parts}
                <p><a href=href>"Voir les paiements en cours"</a></p>
            </Notice>
        }
    })
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
                note: stale_sentence(share.co_owner, dated),
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

fn messaging_card(messaging: Result<LimitedCount, Denial>) -> impl IntoView {
    let content = match messaging {
        Ok(unread) => {
            let text = match unread {
                LimitedCount::ZERO => "Aucun message non lu.".to_owned(),
                many => many.with_noun("message non lu", "messages non lus") + ".",
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
            <p>"Vous n’avez pas accès à la messagerie sécurisée pour cette entreprise."</p>
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
        many => Some(french::count(many, "établissement", "établissements")),
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
            <Unfold label="Voir les liens"/>
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
    let columns = [Column::text("Date"), Column::text("Objet"), Column::amount("Montant")];
    let caption = format!("Échéances\u{a0}: {}", co_owner.label());
    Table::with_hidden_caption(&caption, &columns).folded().rows(dates, due_date).finish()
}

fn due_date(row: &mut Row<'_>, one: Echeance) {
    row.cell().date(one.date);
    row.cell().text(one.libelle);
    match one.amount {
        Some(amount) => row.cell().text(amount),
        None => row.cell().text("À déclarer"),
    };
}
