//! `/mandats`: mandats of the selected company at each co-owner.

use backend::{
    companies::CompanyView,
    dashboard::{self, MandatRow, Mandats},
};
use domain::{co_owner::CoOwner, iban::Iban, path};
use leptos::prelude::*;

use super::{page::select_company_if_lost, states};
use crate::{
    denial::DenialDetails,
    page::{self, Page, PageRequest},
    ui::{Card, Column, DataTable, EmptyState, ExternalLink, Tag, Tone},
};
use platform::co_owners::MandatState;

#[component]
pub fn MandatsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let Mandats { view, shares, may_ask } =
            dashboard::mandats(request.portal(), request.usager_session()?)
                .await
                .map_err(select_company_if_lost)?;
        let lead = format!("{} – SIREN {}", view.raison_sociale(), view.siren().grouped());
        let (shown, missing) = states::split_available(shares);
        let cards = shown
            .into_iter()
            .map(|share| {
                let title = format!("{} – {}", share.co_owner.label(), share.co_owner.site());
                let content = states::share(share, "les mandats", |co_owner, rows| {
                    table(&view, co_owner, rows, may_ask)
                });
                view! { <Card title=title>{content}</Card> }
            })
            .collect_view();
        let trail = vec![("Tableau de bord".to_owned(), path::DASHBOARD.to_owned())];
        Ok(view! {
            <Page title="Mandats de prélèvement" lead=lead wide=true trail=trail>
                <div class="stack">{cards} {states::missing(missing, "les mandats")}</div>
            </Page>
        }
        .into_any())
    })
}

fn table(view: &CompanyView, co_owner: CoOwner, rows: Vec<MandatRow>, may_ask: bool) -> AnyView {
    if rows.is_empty() {
        let site = co_owner.site();
        return view! {
            <EmptyState title="Aucun mandat">
                <p>"Aucun mandat de prélèvement n’est enregistré sur " {site} " pour cette entreprise."</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns = vec![
        Column::text("Mandat (RUM)"),
        Column::text("IBAN"),
        Column::text("Titulaire"),
        Column::text("Établissement"),
        Column::text("Signé le"),
        Column::text("État"),
        Column::text("Actions"),
    ];
    // Questions are sent to customs, so they only concern customs' mandats.
    let may_ask = may_ask && co_owner == CoOwner::Dgddi;
    let rows = rows.into_iter().map(|row| cells(view, row, may_ask)).collect();
    let caption = format!("Mandats\u{a0}: {}", co_owner.label());
    view! { <DataTable caption=caption caption_hidden=true columns rows/> }.into_any()
}

fn cells(view: &CompanyView, row: MandatRow, may_ask: bool) -> Vec<AnyView> {
    let mandat = &row.mandat;
    // Breaking spaces, so that the IBAN wraps between its groups in a narrow column.
    let iban = Iban::parse(&mandat.iban)
        .map_or_else(|_| mandat.iban.clone(), |iban| iban.grouped().replace('\u{a0}', " "));
    let place = mandat.siret.as_ref().map_or_else(|| "–".to_owned(), |siret| view.company.label_of(siret));
    let state = match mandat.state {
        MandatState::Actif => view! { <Tag tone=Tone::Success>"Actif"</Tag> },
        MandatState::Suspendu => view! { <Tag tone=Tone::Warning>"Suspendu"</Tag> },
    };
    vec![
        view! { <span class="mono">{mandat.rum.clone()}</span> }.into_any(),
        view! { <span class="mono">{iban}</span> }.into_any(),
        mandat.holder.clone().into_any(),
        place.into_any(),
        states::day(mandat.signed).into_any(),
        state.into_any(),
        actions(&row, may_ask).into_any(),
    ]
}

fn actions(row: &MandatRow, may_ask: bool) -> impl IntoView + use<> {
    let rum = row.mandat.rum.clone();
    let hidden = format!(" le mandat {rum}");
    let management_link = match &row.manage {
        None => None,
        Some(Ok(address)) => Some(
            view! {
                <ExternalLink href=address.to_string() class="button button--small">
                    "Gérer" <span class="visually-hidden">{hidden}</span>
                </ExternalLink>
            }
            .into_any(),
        ),
        Some(Err(denial)) => {
            Some(view! { <div>"Gestion non ouverte" <DenialDetails denial=denial.clone()/></div> }.into_any())
        }
    };
    let href = question(row);
    let question_link = may_ask.then(|| {
        view! {
            <a class="button button--quiet button--small" href=href>
                "Poser une question" <span class="visually-hidden">" sur le mandat " {rum}</span>
            </a>
        }
    });
    view! { <div class="cluster">{management_link} {question_link}</div> }
}

fn question(row: &MandatRow) -> String {
    let mut address = format!("{}&mandat={}", path::new_question("mandat"), path::encode(&row.mandat.rum));
    if let Some(siret) = &row.mandat.siret {
        address.push_str(&format!("&siret={siret}"));
    }
    address
}
