use std::{collections::HashMap, sync::Arc};

use domain::{
    co_owner::CoOwner,
    payments::{PaymentsFilter, PaymentsTab},
    siret::Siret,
};
use jiff::civil::Date;
use platform::{
    Error,
    co_owners::{Creance, Etablissement},
    spreadsheet::{Cell, Column, Rows, Sheet},
};

use super::{file::Export, limit::count_export};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Block, Share},
    },
    dashboard::{
        remarks,
        selection::{kind, selected, shares},
    },
};

/// Exports the payments of the current company that the filter selects.
///
/// # Errors
/// As [`overview`](crate::dashboard::overview); [`Error::Invalid`]: `TooManyRequests`; [`Error::Refused`] if the person may
/// see no payment of the selected administrations, [`Error::CoOwnerDown`] if none of them answers and no earlier figures are stored.
pub async fn export_payments(
    portal: &Portal,
    session: &Session,
    filter: &PaymentsFilter,
) -> Result<Export, Error> {
    let view = companies::company_view(portal, session).await?;
    let offered = portal.co_owners.offered().filter(|one| one.has_payments() && filter.includes(*one));
    let co_owners: Vec<CoOwner> = offered.collect();
    count_export(portal, session).await?;
    let wanted: Vec<_> = co_owners.iter().map(|one| (*one, kind(filter.tab))).collect();
    let mut blocks = figures::get(portal, &view, &wanted).await?;
    let shares = shares(&co_owners, |one| selected(&mut blocks, filter, one));
    remarks::require_some(&shares)?;
    let now = portal.clock.now();
    let (name, what) = match filter.tab {
        PaymentsTab::EnCours => ("paiements-en-cours", "paiements en cours"),
        PaymentsTab::Historique => ("paiements-passes", "historique des paiements"),
    };
    let mut all = vec![remarks::head(&view, what, now)];
    if !filter.selects_all() {
        all.push(format!("Filtres\u{a0}: {}.", filter.words().join(", ")));
    }
    all.extend(remarks::sources(&shares));
    let (title, columns) = (title(filter.tab), columns(filter.tab));
    let rows = rows(filter.tab, &view, shares);
    Ok(Export::new(name, &view, now, Sheet { title, columns, rows, remarks: all }))
}

fn title(tab: PaymentsTab) -> &'static str {
    match tab {
        PaymentsTab::EnCours => "Paiements en cours",
        PaymentsTab::Historique => "Paiements passés",
    }
}

fn columns(tab: PaymentsTab) -> Vec<Column> {
    let mut columns = vec![
        Column::new("Administration", 15),
        Column::new("Référence", 22),
        Column::new("Objet", 44),
        Column::new("SIRET", 17),
        Column::new("Établissement", 34),
    ];
    columns.extend(match tab {
        PaymentsTab::EnCours => [
            Column::new("Échéance", 12),
            Column::new("État", 11),
            Column::new("Montant", 15),
            Column::new("Reste à payer", 15),
        ],
        PaymentsTab::Historique => [
            Column::new("Payé le", 12),
            Column::new("Moyen", 16),
            Column::new("Référence du paiement", 24),
            Column::new("Montant", 15),
        ],
    });
    columns.push(Column::new("Chiffres du", 12));
    columns
}

fn rows(tab: PaymentsTab, view: &CompanyView, shares: Vec<Share<Vec<Arc<Creance>>>>) -> Rows {
    let places: HashMap<Siret, String> =
        view.company.etablissements.iter().map(|one| (one.siret.clone(), place(one))).collect();
    let places = Arc::new(places);
    let shown = shares.into_iter().filter_map(|share| match share.block {
        Block::Shown(dated) => Some(dated),
        _ => None,
    });
    Box::new(shown.flat_map(move |dated| {
        let (places, day) = (Arc::clone(&places), dated.received_at.day());
        dated.value.into_iter().map(move |creance| row(tab, &places, &creance, day))
    }))
}

/// Name and commune of an establishment.
fn place(etablissement: &Etablissement) -> String {
    let parts = [etablissement.nom.as_str(), etablissement.commune.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// `received`: day of the answer of the co-owner.
fn row(tab: PaymentsTab, places: &HashMap<Siret, String>, creance: &Creance, received: Date) -> Vec<Cell> {
    let siret = creance.siret.as_ref();
    let text = |text: Option<&str>| text.map_or(Cell::Empty, Cell::text);
    let mut row = vec![
        Cell::text(creance.co_owner.label()),
        Cell::text(&creance.reference),
        Cell::text(&creance.libelle),
        text(siret.map(Siret::as_str)),
        text(siret.and_then(|siret| places.get(siret)).map(String::as_str)),
    ];
    let payment = creance.payment.as_ref();
    row.extend(match tab {
        PaymentsTab::EnCours => [
            Cell::Date(creance.due),
            Cell::text(creance.state.label()),
            Cell::Amount(creance.amount),
            Cell::Amount(creance.remaining),
        ],
        PaymentsTab::Historique => [
            Cell::from(payment.map(|payment| payment.date)),
            text(payment.map(|payment| payment.means.label())),
            text(payment.map(|payment| payment.reference.as_str())),
            Cell::Amount(creance.amount),
        ],
    });
    row.push(Cell::Date(received));
    row
}
