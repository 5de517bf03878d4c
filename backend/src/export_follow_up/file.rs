use std::{collections::HashMap, sync::Arc};

use domain::{
    co_owner::CoOwner,
    export_follow_up::{ExportFilter, ExportStage},
    siret::Siret,
};
use jiff::civil::Date;
use platform::{
    Error,
    co_owners::Export,
    spreadsheet::{Cell, Column, Rows, Sheet},
};

use super::list;
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{Dated, Share},
    },
    dashboard::{self, count_export, remarks},
};

/// Writes the export declarations of the current company that the filter selects to a sheet.
///
/// # Errors
/// As [`super::exports`]; [`Error::Invalid`]: `TooManyRequests`; [`Error::Refused`] without a right on DELTA-G,
/// [`Error::CoOwnerDown`] if customs do not answer and no earlier list is stored.
pub async fn export_file(
    portal: &Portal,
    session: &Session,
    filter: &ExportFilter,
) -> Result<dashboard::Export, Error> {
    let view = companies::company_view(portal, session).await?;
    count_export(portal, session).await?;
    let (block, _) = list::fetch(portal, &view).await?;
    let share = [Share { co_owner: CoOwner::Dgddi, block }];
    remarks::require_some(&share)?;
    let now = portal.clock.now();
    let mut all = vec![remarks::head(&view, "déclarations d’exportation", now)];
    if !filter.selects_all() {
        all.push(format!("Filtres\u{a0}: {}.", filter.words().join(", ")));
    }
    all.extend(remarks::sources(&share));
    let [share] = share;
    let shown = share.block.shown().ok_or(Error::NotFound)?;
    let sheet =
        Sheet { title: "Exportations", columns: columns(), rows: rows(&view, filter, shown), remarks: all };
    Ok(dashboard::Export::new("exportations", &view, now, sheet))
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::new("MRN", 22),
        Column::new("SIRET", 17),
        Column::new("Établissement", 34),
        Column::new("Dernière étape", 28),
        Column::new("Bureau", 12),
    ];
    columns.extend(ExportStage::ALL.map(|stage| Column::new(stage.label(), 20)));
    columns.push(Column::new("Sortie à prouver avant le", 22));
    columns.push(Column::new("Données du", 12));
    columns
}

fn rows(view: &CompanyView, filter: &ExportFilter, dated: &Dated<Vec<Arc<Export>>>) -> Rows {
    let places: HashMap<Siret, String> =
        view.company.etablissements.iter().map(|one| (one.siret.clone(), one.label())).collect();
    let selected: Vec<Arc<Export>> =
        dated.value.iter().filter(|export| filter.accepts(&export.path)).cloned().collect();
    let received = dated.received_at.day();
    Box::new(selected.into_iter().map(move |export| row(&export, &places, received)))
}

/// `received`: day of the answer of customs.
fn row(export: &Export, places: &HashMap<Siret, String>, received: Date) -> Vec<Cell> {
    let text = |text: Option<&str>| text.map_or(Cell::Empty, Cell::text);
    let (siret, last) = (export.siret.as_ref(), export.path.last());
    let mut row = vec![
        Cell::text(export.path.mrn.as_str()),
        text(siret.map(Siret::as_str)),
        text(siret.and_then(|siret| places.get(siret)).map(String::as_str)),
        Cell::text(last.stage.label()),
        text(last.office.as_deref()),
    ];
    row.extend(ExportStage::ALL.map(|stage| Cell::from(export.path.step(stage).map(|step| step.day))));
    row.push(Cell::from(export.path.exit_deadline()));
    row.push(Cell::Date(received));
    row
}
