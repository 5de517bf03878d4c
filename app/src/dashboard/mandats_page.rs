//! `/mandats`: mandats of the selected company at each co-owner.

use backend::{
    companies::CompanyView,
    dashboard::{self, MandatPages, MandatRow, Mandats},
};
use domain::{co_owner::CoOwner, iban::Iban, path, siret::Siret};
use leptos::prelude::*;

use super::{page::select_company_if_lost, states};
use crate::{
    denial::DenialDetails,
    page::{self, Page, PageRequest},
    ui::{Card, Cell, Column, EmptyState, ExternalLink, Row, Table, Tone},
};
use platform::co_owners::MandatState;

#[component]
pub fn MandatsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let Mandats { view, shares, may_ask, creations, figures_mark } =
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
        let creation = creation(&view, creations);
        Ok(view! {
            <Page title="Mandats de prélèvement" lead=lead wide=true trail=Vec::new() figures_mark=Some(figures_mark)>
                {creation}
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
    let columns = [
        Column::text("Mandat (RUM)"),
        Column::text("IBAN"),
        Column::text("Titulaire"),
        Column::text("Établissement"),
        Column::text("Signé le"),
        Column::text("État"),
        Column::actions("Actions"),
    ];
    // Questions are sent to customs, so they only concern customs' mandats.
    let may_ask = may_ask && co_owner == CoOwner::Dgddi;
    let caption = format!("Mandats\u{a0}: {}", co_owner.label());
    Table::with_hidden_caption(&caption, &columns)
        .rows(&rows, |row, mandat| cells(row, view, mandat, may_ask))
        .finish()
}

fn cells(row: &mut Row<'_>, view: &CompanyView, shown: &MandatRow, may_ask: bool) {
    let mandat = &shown.mandat;
    // Breaking spaces, so that the IBAN wraps between its groups in a narrow column.
    let iban = Iban::parse(&mandat.iban)
        .map_or_else(|_| mandat.iban.clone(), |iban| iban.grouped().replace('\u{a0}', " "));
    row.cell().mono(&mandat.rum);
    row.cell().mono(iban);
    row.cell().text(&mandat.holder);
    match &mandat.siret {
        Some(siret) => row.cell().text(view.company.label_of(siret)),
        None => row.cell().none(),
    };
    match mandat.signed {
        Some(day) => row.cell().date(day),
        None => row.cell().none(),
    };
    match mandat.state {
        MandatState::ASigner => row.cell().tag(Tone::Info, "À signer"),
        MandatState::Actif => row.cell().tag(Tone::Success, "Actif"),
        MandatState::Suspendu => row.cell().tag(Tone::Warning, "Suspendu"),
    };
    actions(row.cell(), shown, may_ask);
}

fn actions(mut cell: Cell<'_>, shown: &MandatRow, may_ask: bool) {
    let rum = &shown.mandat.rum;
    cell.cluster();
    match &shown.manage {
        None => {}
        Some(Ok(MandatPages::All(address))) => {
            cell.external_button(address, "Gérer", format_args!(" le mandat {rum}"));
        }
        Some(Ok(MandatPages::Own { open, sign, delete })) => {
            let about = format!(" le mandat {rum}");
            if let Some(sign) = sign {
                cell.external_button(sign, "Signer", &about);
            }
            cell.external_button(open, "Ouvrir", &about);
            cell.external_action(delete, "Supprimer", &about);
        }
        Some(Err(denial)) => {
            let denial = denial.clone();
            cell.view(view! { <div>"Gestion non autorisée" <DenialDetails denial/></div> });
        }
    }
    if may_ask {
        cell.action(question(shown), "Poser une question", format_args!(" sur le mandat {rum}"));
    }
}

/// Links that create a mandat at customs, for each establishment with the right.
fn creation(view: &CompanyView, creations: Vec<(Siret, String)>) -> Option<impl IntoView + use<>> {
    (!creations.is_empty()).then(|| {
        let links = creations
            .into_iter()
            .map(|(siret, address)| {
                let place = view.company.label_of(&siret);
                view! { <li><ExternalLink href=address>{place}</ExternalLink></li> }
            })
            .collect_view();
        view! {
            <details class="why">
                <summary>"Nouveau mandat"</summary>
                <div class="why__text">
                    <p>
                        "Le mandat se crée et se signe sur Télépaiement SEPA, qui s’ouvre dans une nouvelle fenêtre sans \
                         autre connexion. Choisissez l’établissement dont les créances seront prélevées."
                    </p>
                    <ul class="why__ways">{links}</ul>
                </div>
            </details>
        }
    })
}

fn question(row: &MandatRow) -> String {
    let mut address = format!("{}&mandat={}", path::new_question("mandat"), path::encode(&row.mandat.rum));
    if let Some(siret) = &row.mandat.siret {
        address.push_str(&format!("&siret={siret}"));
    }
    if let Some(recette) = &row.mandat.usual_recette {
        address.push_str(&format!("&recette={}", path::encode(recette)));
    }
    address
}
