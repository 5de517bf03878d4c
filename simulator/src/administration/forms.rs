//! Forms of the administration page; each redirects to a page.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::catalogue::Droit;
use crate::co_owner::CoOwner;
use crate::page;
use crate::state::Simulator;
use crate::world::{Habilitation, Place};

use super::rights_api::check;

#[derive(Deserialize)]
pub struct RightForm {
    co_owner: CoOwner,
    compte: String,
    /// Téléservice and right, joined by a colon, as in the choice list.
    droit: String,
    /// SIRET or SIREN.
    lieu: String,
}

#[derive(Deserialize)]
pub struct FaultForm {
    co_owner: CoOwner,
    en_panne: bool,
}

pub async fn grant(State(simulator): State<Arc<Simulator>>, Form(form): Form<RightForm>) -> Response {
    change(&simulator, &form, true)
}

pub async fn withdraw(State(simulator): State<Arc<Simulator>>, Form(form): Form<RightForm>) -> Response {
    change(&simulator, &form, false)
}

pub async fn fault(State(simulator): State<Arc<Simulator>>, Form(form): Form<FaultForm>) -> Redirect {
    simulator.change_faults(|faults| {
        let mut fault = faults.of(form.co_owner);
        fault.down = form.en_panne;
        faults.set(form.co_owner, fault);
    });
    Redirect::to("/administration?fait=panne")
}

pub async fn reset(State(simulator): State<Arc<Simulator>>) -> Redirect {
    simulator.reset();
    Redirect::to("/administration?fait=reinitialise")
}

fn change(simulator: &Simulator, form: &RightForm, grant: bool) -> Response {
    let refused = |text: &str| page::error(StatusCode::UNPROCESSABLE_ENTITY, "Droit impossible", text);
    let Some(habilitation) = form.habilitation() else {
        return refused("Ce droit ou cet établissement n’a pas la forme attendue.");
    };
    if let Err(problem) = check(simulator, form.co_owner, &habilitation) {
        return refused(&problem.detail);
    }
    let changed = simulator.change_account(form.co_owner, &form.compte, |account| {
        if grant {
            account.habilitations.insert(habilitation)
        } else {
            account.habilitations.remove(&habilitation)
        }
    });
    if changed.is_none() {
        return page::not_found();
    }
    let done = if grant { "accorde" } else { "retire" };
    let code = form.co_owner.code();
    Redirect::to(&format!("/administration/comptes/{code}/{}?fait={done}", form.compte)).into_response()
}

impl RightForm {
    fn habilitation(&self) -> Option<Habilitation> {
        let (teleservice, droit) = self.droit.split_once(':')?;
        let droit: Droit = serde_json::from_value(droit.into()).ok()?;
        Some(Habilitation { teleservice: teleservice.to_owned(), droit, place: Place::parse(&self.lieu)? })
    }
}
