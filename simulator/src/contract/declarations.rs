//! Declarations in progress of a company.

use axum::Json;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Serialize;

use crate::problem::Problem;
use crate::site::Site;

use super::figures::figures;

#[derive(Serialize)]
pub struct Declarations {
    declarations: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    teleservice: String,
    en_cours: u32,
    prochaine_echeance: Option<Date>,
}

/// Returns the number of declarations in progress, by téléservice.
pub async fn list(
    State(site): State<Site>,
    Path(siren): Path<String>,
) -> Result<Json<Declarations>, Problem> {
    let declarations = figures(&site, &siren, |figures| {
        let lines = figures.declarations.iter().cloned().map(|one| Line {
            teleservice: one.teleservice,
            en_cours: one.in_progress,
            prochaine_echeance: one.next,
        });
        lines.collect()
    })?;
    Ok(Json(Declarations { declarations }))
}
