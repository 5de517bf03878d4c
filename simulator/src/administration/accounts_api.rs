//! JSON interface to create accounts.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;
use crate::data::PASSWORD;
use crate::problem::{Json, Problem};
use crate::state::Simulator;
use crate::world::{Account, Habilitation};

/// An account to create, so that concurrent tests can have separate accounts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    co_owner: CoOwner,
    identifiant: String,
    mot_de_passe: Option<String>,
    prenom: Option<String>,
    nom: Option<String>,
    email: Option<String>,
    /// Login of the account whose rights are copied; no rights if absent.
    comme: Option<String>,
}

#[derive(Serialize)]
pub struct Created {
    compte: String,
    habilitations: BTreeSet<Habilitation>,
}

pub async fn create(
    State(simulator): State<Arc<Simulator>>,
    Json(new): Json<NewAccount>,
) -> Result<(StatusCode, axum::Json<Created>), Problem> {
    let login = new.identifiant;
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if login.is_empty() || login.len() > 64 || !login.bytes().all(is_allowed) {
        return Err(Problem::invalid("L’identifiant compte 1 à 64 lettres, chiffres, points, tirets."));
    }
    let habilitations = match &new.comme {
        None => BTreeSet::new(),
        Some(model) => simulator
            .read(|world| world.account(new.co_owner, model).map(|account| account.habilitations.clone()))
            .ok_or_else(|| Problem::not_found("Le compte à copier n’est pas connu."))?,
    };
    let account = Account {
        email: new.email.unwrap_or_else(|| format!("{login}@exemple.invalid")),
        login: login.clone(),
        phone: None,
        password: new.mot_de_passe.unwrap_or_else(|| PASSWORD.to_owned()),
        first_name: new.prenom.unwrap_or_else(|| "Personne".to_owned()),
        last_name: new.nom.unwrap_or_else(|| "Fictive".to_owned()),
        role: "Compte ajouté".to_owned(),
        version: 0,
        habilitations: habilitations.clone(),
    };
    if simulator.add_account(new.co_owner, account) {
        Ok((StatusCode::CREATED, axum::Json(Created { compte: login, habilitations })))
    } else {
        Err(Problem::new(StatusCode::CONFLICT, "Cet identifiant est déjà pris."))
    }
}
