//! JSON interface to change rights.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::catalogue::Droit;
use crate::co_owner::CoOwner;
use crate::problem::{Json, Problem};
use crate::state::Simulator;
use crate::world::{Account, Habilitation, Place};

/// One right of one account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightRequest {
    co_owner: CoOwner,
    compte: String,
    teleservice: String,
    droit: Droit,
    siret: Option<String>,
    siren: Option<String>,
}

/// All rights of one account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllRightsRequest {
    co_owner: CoOwner,
    compte: String,
    habilitations: BTreeSet<Habilitation>,
}

#[derive(Serialize)]
pub struct Outcome {
    compte: String,
    version: u64,
    /// `true` if the request changed the rights.
    modifie: bool,
    habilitations: BTreeSet<Habilitation>,
}

type Response = Result<axum::Json<Outcome>, Problem>;

/// Grants a right. Idempotent.
pub async fn grant(State(simulator): State<Arc<Simulator>>, Json(request): Json<RightRequest>) -> Response {
    let (co_owner, login, habilitation) = request.validate(&simulator)?;
    change(&simulator, co_owner, &login, |account| account.habilitations.insert(habilitation))
}

/// Withdraws a right. Idempotent.
pub async fn withdraw(
    State(simulator): State<Arc<Simulator>>,
    Json(request): Json<RightRequest>,
) -> Response {
    let (co_owner, login, habilitation) = request.validate(&simulator)?;
    change(&simulator, co_owner, &login, |account| account.habilitations.remove(&habilitation))
}

/// Replaces all rights of an account atomically.
pub async fn replace(State(simulator): State<Arc<Simulator>>, Json(all): Json<AllRightsRequest>) -> Response {
    for habilitation in &all.habilitations {
        check(&simulator, all.co_owner, habilitation)?;
    }
    change(&simulator, all.co_owner, &all.compte, |account| {
        let changed = account.habilitations != all.habilitations;
        account.habilitations = all.habilitations;
        changed
    })
}

impl RightRequest {
    /// Validates the request. Returns the co-owner, the login and the habilitation.
    fn validate(self, simulator: &Simulator) -> Result<(CoOwner, String, Habilitation), Problem> {
        let place = match (self.siret.as_deref(), self.siren.as_deref()) {
            (Some(number), None) | (None, Some(number)) => Place::parse(number),
            _ => {
                return Err(Problem::invalid(
                    "Il faut «\u{a0}siret\u{a0}» ou «\u{a0}siren\u{a0}», et un seul des deux.",
                ));
            }
        };
        let place = place.ok_or_else(|| Problem::invalid("Le SIRET compte 14 chiffres, le SIREN 9."))?;
        let habilitation = Habilitation { teleservice: self.teleservice, droit: self.droit, place };
        check(simulator, self.co_owner, &habilitation)?;
        Ok((self.co_owner, self.compte, habilitation))
    }
}

/// Checks that a right exists at the co-owner.
///
/// # Errors
/// If the co-owner has no such right, or the establishment or company does not exist.
pub fn check(simulator: &Simulator, co_owner: CoOwner, habilitation: &Habilitation) -> Result<(), Problem> {
    habilitation.check(co_owner).map_err(Problem::invalid)?;
    if simulator.read(|world| world.contains(&habilitation.place)) {
        Ok(())
    } else {
        Err(Problem::invalid(format!("Le {} n’est pas connu.", habilitation.place)))
    }
}

fn change(
    simulator: &Simulator,
    co_owner: CoOwner,
    login: &str,
    change: impl FnOnce(&mut Account) -> bool,
) -> Response {
    let (account, modifie) = simulator
        .change_account(co_owner, login, change)
        .ok_or_else(|| Problem::not_found("Ce compte n’est pas connu."))?;
    let Account { login: compte, version, habilitations, .. } = account;
    Ok(axum::Json(Outcome { compte, version, modifie, habilitations }))
}
