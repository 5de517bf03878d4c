use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision, DeclarationLine},
};
use jiff::civil::Date;
use platform::{
    Error,
    co_owners::FigureKind,
    spreadsheet::{Cell, Column, Sheet},
};

use super::{file::Export, limit::count_export};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Share, decide, narrow_block},
    },
    dashboard::{
        declarations::{DeclarationAccess, DeclarationRow, Declarations, declarations, into_counts},
        remarks,
    },
};

/// Exports the declarations in progress of the current company at customs, by téléservice.
///
/// # Errors
/// As [`overview`](crate::dashboard::overview); [`Error::Refused`] if the person may open none of the téléservices;
/// [`Error::Invalid`]: `TooManyRequests`.
pub async fn export_declarations(portal: &Portal, session: &Session) -> Result<Export, Error> {
    let view = companies::company_view(portal, session).await?;
    require_a_line(&view)?;
    count_export(portal, session).await?;
    let mut blocks = figures::get(portal, &view, &[(CoOwner::Dgddi, FigureKind::Declarations)]).await?;
    let counts = narrow_block(blocks.take(CoOwner::Dgddi, FigureKind::Declarations), into_counts);
    let Declarations { lines, counts, .. } = declarations(portal, &view, counts);
    let now = portal.clock.now();
    let received = counts.shown().map(|dated| dated.received_at.day());
    let mut all = vec![remarks::head(&view, "déclarations en cours à la douane", now)];
    all.extend(remarks::sources(&[Share { co_owner: CoOwner::Dgddi, block: counts }]));
    all.extend(lines.iter().filter_map(refusal));
    let rows = Box::new(lines.into_iter().filter_map(move |line| row(line, received)));
    let sheet = Sheet { title: "Déclarations en cours", columns: columns(), rows, remarks: all };
    Ok(Export::new("declarations", &view, now, sheet))
}

fn require_a_line(view: &CompanyView) -> Result<(), Error> {
    let mut refused = Ok(());
    for line in DeclarationLine::ALL {
        match decide(view, Action::OpenDeclaration(line)) {
            Decision::Allowed => return Ok(()),
            Decision::Denied(denial) => refused = Err(Error::Refused(denial)),
        }
    }
    refused
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Déclaration", 36),
        Column::new("Téléservice", 22),
        Column::new("Droit", 12),
        Column::new("En cours", 10),
        Column::new("Prochaine échéance", 19),
        Column::new("Chiffres du", 12),
    ]
}

/// Returns `None` for a téléservice that the person may not open. `received`: day of the answer of customs.
fn row(shown: DeclarationRow, received: Option<Date>) -> Option<Vec<Cell>> {
    let DeclarationAccess::Open { may_declare, in_progress, next_due, .. } = shown.access else {
        return None;
    };
    Some(vec![
        Cell::text(shown.line.label()),
        Cell::text(shown.line.teleservice().label()),
        Cell::text(if may_declare { "Déclarer" } else { "Consulter" }),
        in_progress.map_or(Cell::Empty, Cell::Count),
        Cell::from(next_due),
        Cell::from(received),
    ])
}

/// Says why a téléservice is missing.
fn refusal(shown: &DeclarationRow) -> Option<String> {
    let DeclarationAccess::Denied(denial) = &shown.access else { return None };
    Some(format!("Déclaration non comprise\u{a0}: {}. {denial}", shown.line.label()))
}
