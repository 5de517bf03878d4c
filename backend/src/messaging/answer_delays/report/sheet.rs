use platform::{
    Error,
    spreadsheet::{Cell, Column, Sheet},
};

use super::{lines::ReportLine, query::ReportScope, read::delay_report};
use crate::{Portal, accounts::sessions::Session};

/// Returns the report as a table of all lines.
///
/// # Errors
/// As [`delay_report`].
pub async fn export_delay_report(
    portal: &Portal,
    session: &Session,
    scope: &ReportScope,
) -> Result<Sheet, Error> {
    let report = delay_report(portal, session, scope).await?;
    let name = report.service.name;
    let rows = report.lines.into_iter().map(move |line| row(&name, line));
    let columns = vec![
        Column::new("Service", 40),
        Column::new("Semaine du", 12),
        Column::new("Motif", 60),
        Column::new("Reçues", 10),
        Column::new("Répondues", 10),
        Column::new("En attente", 10),
        Column::new("Délai médian (jours ouvrés)", 14),
        Column::new("Neuf réponses sur dix en (jours ouvrés)", 14),
        Column::new("Engagements échus", 14),
        Column::new("Engagements tenus", 14),
    ];
    Ok(Sheet { title: "Délais", columns, rows: Box::new(rows), remarks: Vec::new() })
}

fn row(service: &str, line: ReportLine) -> Vec<Cell> {
    let ReportLine { week, motif, tally } = line;
    let number = Cell::Count;
    let figure = |figure: Option<u32>| figure.map_or(Cell::Empty, Cell::Count);
    vec![
        Cell::text(service.to_owned()),
        Cell::Date(week),
        Cell::text(motif),
        number(tally.received),
        number(tally.answered),
        number(tally.open),
        figure(tally.median()),
        figure(tally.ninth_decile()),
        number(tally.decided),
        number(tally.kept),
    ]
}
