//! Payment schedule of a company.

use axum::Json;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Serialize;

use crate::problem::Problem;
use crate::site::Site;

use super::figures::figures;

#[derive(Serialize)]
pub struct Schedule {
    echeances: Vec<Due>,
}

#[derive(Serialize)]
struct Due {
    date: Date,
    libelle: String,
    /// Null until the declaration is made.
    montant_centimes: Option<i64>,
}

/// Returns the payment schedule, by date; the DGDDI has none (004, Tableau de bord).
pub async fn list(State(site): State<Site>, Path(siren): Path<String>) -> Result<Json<Schedule>, Problem> {
    if !site.co_owner.has_schedule() {
        return Err(Problem::not_found("Ce copropriétaire ne tient pas d’échéancier."));
    }
    let mut echeances: Vec<Due> = figures(&site, &siren, |figures| {
        let entries = figures.schedule.iter().cloned();
        entries.map(|due| Due { date: due.date, libelle: due.label, montant_centimes: due.amount }).collect()
    })?;
    echeances.sort_by_key(|due| due.date);
    Ok(Json(Schedule { echeances }))
}
