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
pub struct One {
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
pub struct All {
    co_owner: CoOwner,
    compte: String,
    habilitations: BTreeSet<Habilitation>,
}

#[derive(Serialize)]
pub struct Outcome {
    compte: String,
    version: u64,
    /// Whether the request changed anything.
    modifie: bool,
    habilitations: BTreeSet<Habilitation>,
}

type Answer = Result<axum::Json<Outcome>, Problem>;

/// Grants a right; granting it again changes nothing.
pub async fn grant(State(simulator): State<Arc<Simulator>>, Json(one): Json<One>) -> Answer {
    let (co_owner, login, habilitation) = one.checked(&simulator)?;
    change(&simulator, co_owner, &login, |account| account.habilitations.insert(habilitation))
}

/// Withdraws a right; one that is not there changes nothing.
pub async fn withdraw(State(simulator): State<Arc<Simulator>>, Json(one): Json<One>) -> Answer {
    let (co_owner, login, habilitation) = one.checked(&simulator)?;
    change(&simulator, co_owner, &login, |account| account.habilitations.remove(&habilitation))
}

/// Replaces all rights in one step.
pub async fn replace(State(simulator): State<Arc<Simulator>>, Json(all): Json<All>) -> Answer {
    for habilitation in &all.habilitations {
        check(&simulator, all.co_owner, habilitation)?;
    }
    change(&simulator, all.co_owner, &all.compte, |account| {
        let changed = account.habilitations != all.habilitations;
        account.habilitations = all.habilitations;
        changed
    })
}

impl One {
    fn checked(self, simulator: &Simulator) -> Result<(CoOwner, String, Habilitation), Problem> {
        let place = match (self.siret.as_deref(), self.siren.as_deref()) {
            (Some(number), None) | (None, Some(number)) => Place::parse(number),
            _ => return Err(Problem::invalid("Il faut « siret » ou « siren », et un seul des deux.")),
        };
        let place = place.ok_or_else(|| Problem::invalid("Le SIRET compte 14 chiffres, le SIREN 9."))?;
        let habilitation = Habilitation { teleservice: self.teleservice, droit: self.droit, place };
        check(simulator, self.co_owner, &habilitation)?;
        Ok((self.co_owner, self.compte, habilitation))
    }
}

/// # Errors
/// When the right cannot exist, or its establishment does not.
pub fn check(simulator: &Simulator, co_owner: CoOwner, habilitation: &Habilitation) -> Result<(), Problem> {
    habilitation.check(co_owner).map_err(Problem::invalid)?;
    if simulator.read(|world| world.knows(&habilitation.place)) {
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
) -> Answer {
    let (account, modifie) = simulator
        .change_account(co_owner, login, change)
        .ok_or_else(|| Problem::not_found("Ce compte n’est pas connu."))?;
    let Account { login: compte, version, habilitations, .. } = account;
    Ok(axum::Json(Outcome { compte, version, modifie, habilitations }))
}
