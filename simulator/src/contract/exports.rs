//! Export declarations and their path.

use axum::Json;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Serialize;

use super::figures::figures;
use crate::problem::Problem;
use crate::site::Site;
use crate::world::{Export, ExportStage, ExportStep};

#[derive(Serialize)]
pub struct Exports {
    exports: Vec<Line>,
}

#[derive(Serialize)]
pub struct Line {
    mrn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    siret: Option<String>,
    etapes: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    etape: ExportStage,
    date: Date,
    bureau: String,
}

/// Returns the export declarations of a company.
pub async fn list(State(site): State<Site>, Path(siren): Path<String>) -> Result<Json<Exports>, Problem> {
    let lines = |exports: &[Export]| {
        exports.iter().map(|one| Line { siret: Some(one.siret.clone()), ..line(one) }).collect()
    };
    let exports = figures(&site, &siren, |figures| lines(&figures.exports))?;
    Ok(Json(Exports { exports }))
}

/// Returns the path of one declaration, without its company: anyone who knows the MRN may ask.
pub async fn find(State(site): State<Site>, Path(mrn): Path<String>) -> Result<Json<Line>, Problem> {
    let found = site.simulator.read(|world| world.export(site.co_owner, &mrn).map(line));
    found.map(Json).ok_or_else(|| Problem::not_found("Aucune déclaration d’exportation n’a ce MRN."))
}

fn line(export: &Export) -> Line {
    Line { mrn: export.mrn.clone(), siret: None, etapes: export.steps.iter().map(step).collect() }
}

fn step(step: &ExportStep) -> Step {
    Step { etape: step.stage, date: step.day, bureau: step.office.clone() }
}
