use domain::month::Month;
use platform::{
    Error,
    spreadsheet::{Cell, Column, Sheet},
};

use super::figures::rows;
use crate::{Portal, accounts::sessions::Session};

/// Returns the opinions of a month as a sheet.
///
/// # Errors
/// As [`figures`](super::figures).
pub async fn export(portal: &Portal, session: &Session, month: Month) -> Result<Sheet, Error> {
    let rows = rows(portal, session, month).await?.into_iter().map(|row| {
        let satisfaction = row.label();
        vec![
            Cell::Date(row.given_at.day()),
            Cell::text(row.page),
            Cell::text(satisfaction),
            Cell::text(row.comment),
        ]
    });
    let columns = vec![
        Column::new("Date", 12),
        Column::new("Page", 40),
        Column::new("Satisfaction", 16),
        Column::new("Commentaire", 80),
    ];
    Ok(Sheet { title: "Avis", columns, rows: Box::new(rows), remarks: Vec::new() })
}
