use domain::{
    declarant_statements::{DeclarantStatement, MonthStatements, StatementsFilter, Summary, Totals},
    french,
};
use jiff::civil::Date;
use platform::{
    Error,
    spreadsheet::{Cell, Column, Rows, Sheet},
};

use super::read::{Statements, current_month, statements};
use crate::{
    Portal,
    accounts::sessions::Session,
    dashboard::{self, count_export, remarks},
};

/// Writes the statements of the current company that the filter selects to a sheet.
///
/// # Errors
/// As [`statements`]; [`Error::Invalid`]: `TooManyRequests`; [`Error::Refused`] without a right on any of the
/// téléservices, [`Error::CoOwnerDown`] if customs do not answer and no earlier statements are stored.
pub async fn statements_file(
    portal: &Portal,
    session: &Session,
    filter: &StatementsFilter,
) -> Result<dashboard::Export, Error> {
    let Statements { view, denied, share, .. } = statements(portal, session, filter).await?;
    let Some(share) = share else {
        return Err(denied.into_iter().next().map_or(Error::NotFound, |(_, denial)| Error::Refused(denial)));
    };
    count_export(portal, session).await?;
    let share = [share];
    remarks::require_some(&share)?;
    let now = portal.clock.now();
    let mut all = vec![remarks::head(&view, "états déclarants", now)];
    all.push(format!("Période\u{a0}: {}.", filter.words().join(", ")));
    all.extend(remarks::sources(&share));
    let [share] = share;
    let shown = share.block.shown().ok_or(Error::NotFound)?;
    all.push(total(shown.value.totals));
    if filter.to == current_month(portal) {
        all.push("Le mois en cours n’est pas terminé.".to_owned());
    }
    all.extend(
        denied
            .iter()
            .map(|(one, denial)| format!("Téléservice non compris\u{a0}: {}. {denial}", one.label())),
    );
    let rows = rows(&shown.value, shown.received_at.day());
    let sheet = Sheet { title: "États déclarants", columns: columns(), rows, remarks: all };
    Ok(dashboard::Export::new("etats-declarants", &view, now, sheet))
}

fn total(totals: Totals) -> String {
    let operations = french::count(totals.operations, "opération", "opérations");
    format!("Total\u{a0}: {operations}, {} de droits et taxes.", totals.amount)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Mois", 10),
        Column::new("Téléservice", 20),
        Column::new("Opérations", 12),
        Column::new("Droits et taxes", 18),
        Column::new("Données du", 12),
    ]
}

/// `received`: day of the answer of customs.
fn rows(summary: &Summary, received: Date) -> Rows {
    let rows: Vec<_> = summary.months.iter().flat_map(|month| month_rows(month, received)).collect();
    Box::new(rows.into_iter())
}

/// One row for each téléservice; a month without operation has one row.
fn month_rows(month: &MonthStatements, received: Date) -> Vec<Vec<Cell>> {
    let row = |teleservice: Cell, totals: Totals| {
        vec![
            Cell::text(month.month.code()),
            teleservice,
            Cell::Count(totals.operations),
            Cell::Amount(totals.amount),
            Cell::Date(received),
        ]
    };
    let line = |one: &DeclarantStatement| row(Cell::text(one.teleservice.label()), one.totals);
    match month.statements.as_slice() {
        [] => vec![row(Cell::Empty, Totals::default())],
        statements => statements.iter().map(line).collect(),
    }
}
