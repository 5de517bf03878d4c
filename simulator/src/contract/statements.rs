//! États déclarants of a company.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;

use super::figures::figures;
use crate::problem::Problem;
use crate::site::Site;
use crate::world::{Statement, statements};

#[derive(Serialize)]
pub struct Statements {
    etats: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    mois: String,
    teleservice: String,
    operations: u32,
    montant_centimes: i64,
}

/// Returns the operations of a company with their duties and taxes, by month and téléservice.
pub async fn list(State(site): State<Site>, Path(siren): Path<String>) -> Result<Json<Statements>, Problem> {
    let today = site.simulator.clock.today();
    let all = figures(&site, &siren, |figures| statements(&siren, figures, today))?;
    Ok(Json(Statements { etats: all.into_iter().map(line).collect() }))
}

fn line(statement: Statement) -> Line {
    Line {
        mois: statement.month.strftime("%Y-%m").to_string(),
        teleservice: statement.teleservice,
        operations: statement.operations,
        montant_centimes: statement.amount,
    }
}
