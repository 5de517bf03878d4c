//! Habilitations of an account.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;

use crate::problem::Problem;
use crate::site::Site;
use crate::world::{Company, Habilitation};

#[derive(Serialize)]
pub struct Habilitations {
    compte: String,
    version: u64,
    habilitations: BTreeSet<Habilitation>,
    entreprises: Vec<Company>,
}

/// Returns an account's habilitations and their companies.
pub async fn habilitations(
    State(site): State<Site>,
    Path(sub): Path<String>,
) -> Result<Json<Habilitations>, Problem> {
    site.simulator.read(|world| {
        let account = world
            .account(site.co_owner, &sub)
            .ok_or_else(|| Problem::not_found("Ce compte n’est pas connu."))?;
        let sirens: BTreeSet<&str> = account.habilitations.iter().map(|one| one.place.siren()).collect();
        Ok(Json(Habilitations {
            compte: sub,
            version: account.version,
            habilitations: account.habilitations.clone(),
            entreprises: sirens.into_iter().filter_map(|siren| world.companies.get(siren)).cloned().collect(),
        }))
    })
}
