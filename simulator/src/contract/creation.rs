//! Opening of accounts at the portal's request.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

use crate::accounts;
use crate::problem::{Json, Problem};
use crate::site::Site;

/// Longest name or address, in bytes.
const MAX_LENGTH: usize = 254;

/// The person for whom the portal requests an account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    prenom: String,
    nom: String,
    adresse_mel: String,
}

#[derive(Serialize)]
pub struct OpenedAccount {
    compte: String,
}

/// Opens an account with a random password and mails its owner a link to choose one. Idempotent per key: a
/// repeated request returns the same account and sends no mail.
pub async fn create(
    State(site): State<Site>,
    headers: HeaderMap,
    Json(person): Json<Person>,
) -> Result<(StatusCode, axum::Json<OpenedAccount>), Problem> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key.len() > 64 {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "Il manque une clé d’idempotence (Idempotency-Key).",
        ));
    }
    let is_valid = |text: &str| {
        !text.trim().is_empty() && text.len() <= MAX_LENGTH && !text.chars().any(char::is_control)
    };
    let Person { prenom, nom, adresse_mel } = person;
    if !is_valid(&prenom) || !is_valid(&nom) || !is_valid(&adresse_mel) || !adresse_mel.contains('@') {
        return Err(Problem::invalid("Le prénom, le nom et l’adresse de courriel sont attendus."));
    }
    let request = accounts::AccountRequest {
        key,
        first_name: prenom.trim(),
        last_name: nom.trim(),
        email: adresse_mel.trim(),
    };
    match accounts::open(&site, &request) {
        accounts::Outcome::Created(compte) => Ok((StatusCode::CREATED, axum::Json(OpenedAccount { compte }))),
        accounts::Outcome::Existing(compte) => Ok((StatusCode::OK, axum::Json(OpenedAccount { compte }))),
        accounts::Outcome::AddressTaken => {
            Err(Problem::new(StatusCode::CONFLICT, "Cette adresse de courriel est déjà celle d’un compte."))
        }
    }
}
