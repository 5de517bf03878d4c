use axum::Json;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Serialize;

use crate::problem::Problem;
use crate::site::Site;

use super::figures;

#[derive(Serialize)]
pub struct Schedule {
    echeances: Vec<Due>,
}

#[derive(Serialize)]
struct Due {
    date: Date,
    libelle: String,
    /// Null until the declaration gives it.
    montant_centimes: Option<i64>,
}

/// What falls due, by date; the DGDDI has no schedule (004, Tableau de bord).
pub async fn list(State(site): State<Site>, Path(siren): Path<String>) -> Result<Json<Schedule>, Problem> {
    if !site.co_owner.has_schedule() {
        return Err(Problem::not_found("Ce copropriétaire ne tient pas d’échéancier."));
    }
    let mut echeances: Vec<Due> = figures(&site, &siren, |figures| {
        let shown = figures.schedule.iter().cloned();
        shown.map(|due| Due { date: due.date, libelle: due.label, montant_centimes: due.amount }).collect()
    })?;
    echeances.sort_by_key(|due| due.date);
    Ok(Json(Schedule { echeances }))
}
