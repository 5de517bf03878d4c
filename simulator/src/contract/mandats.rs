//! Mandats of a company.

use axum::Json;
use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::Serialize;

use crate::problem::Problem;
use crate::site::Site;
use crate::world::MandatState;

use super::figures::figures;

#[derive(Serialize)]
pub struct Mandats {
    mandats: Vec<Mandat>,
}

#[derive(Serialize)]
struct Mandat {
    rum: String,
    iban: String,
    titulaire: String,
    siret: String,
    signe_le: Option<Date>,
    etat: MandatState,
    #[serde(skip_serializing_if = "Option::is_none")]
    recette_usuelle: Option<String>,
}

/// Returns the direct debit mandats of a company.
pub async fn list(State(site): State<Site>, Path(siren): Path<String>) -> Result<Json<Mandats>, Problem> {
    let mandats = figures(&site, &siren, |figures| {
        let mandats = figures.mandats.iter().cloned().map(|one| Mandat {
            recette_usuelle: figures.recette_of(&one.siret),
            rum: one.rum,
            iban: one.iban,
            titulaire: one.holder,
            siret: one.siret,
            signe_le: one.signed,
            etat: one.state,
        });
        mandats.collect()
    })?;
    Ok(Json(Mandats { mandats }))
}
