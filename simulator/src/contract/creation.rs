use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

use crate::accounts;
use crate::problem::{Json, Problem};
use crate::site::Site;

const LONGEST: usize = 254;

/// Who asks for an account, as the portal knows them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    prenom: String,
    nom: String,
    adresse_mel: String,
}

#[derive(Serialize)]
pub struct Opened {
    compte: String,
}

/// Opens an account with a password that nobody knows, and mails its owner a link to choose their own. The same key again
/// gives the same account and mails nothing more.
pub async fn create(
    State(site): State<Site>,
    headers: HeaderMap,
    Json(person): Json<Person>,
) -> Result<(StatusCode, axum::Json<Opened>), Problem> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key.len() > 64 {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "Il manque une clé d’idempotence (Idempotency-Key).",
        ));
    }
    let fits =
        |text: &str| !text.trim().is_empty() && text.len() <= LONGEST && !text.chars().any(char::is_control);
    let Person { prenom, nom, adresse_mel } = person;
    if !fits(&prenom) || !fits(&nom) || !fits(&adresse_mel) || !adresse_mel.contains('@') {
        return Err(Problem::invalid("Le prénom, le nom et l’adresse mél sont attendus."));
    }
    let opening = accounts::Opening {
        key,
        first_name: prenom.trim(),
        last_name: nom.trim(),
        email: adresse_mel.trim(),
    };
    match accounts::open(&site, &opening) {
        accounts::Opened::New(compte) => Ok((StatusCode::CREATED, axum::Json(Opened { compte }))),
        accounts::Opened::Already(compte) => Ok((StatusCode::OK, axum::Json(Opened { compte }))),
        accounts::Opened::AddressTaken => {
            Err(Problem::new(StatusCode::CONFLICT, "Cette adresse mél a déjà un compte."))
        }
    }
}
