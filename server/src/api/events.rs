//! Changes of rights, pushed by the co-owners.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::companies::{self, Effect, Refusal};
use backend::partners::Signed;
use backend::{Error, Portal};
use domain::co_owner::CoOwner;
use serde::Serialize;

/// When the co-owner that could not be asked again is worth another try.
const SILENT_RETRY_SECONDS: u32 = 5;

#[derive(Serialize)]
struct Taken {
    effet: &'static str,
}

/// `POST /api/v1/coproprietaires/{co_owner}/evenements`.
pub async fn receive(
    State(portal): State<Portal>,
    Path(co_owner): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed = Signed {
        timestamp: text("prodouane-horodatage"),
        signature: text("prodouane-signature"),
        body: &body,
    };
    // An unknown co-owner is answered as a wrong signature: which ones push is nobody else's business.
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return refuse(&Refusal::Unsigned) };
    match companies::receive_event(&portal, co_owner, &signed).await {
        Ok(effect) => taken(effect),
        Err(refusal) => {
            log(co_owner, &refusal);
            refuse(&refusal)
        }
    }
}

fn taken(effect: Effect) -> Response {
    Json(Taken { effet: effect.code() }).into_response()
}

fn log(co_owner: CoOwner, refusal: &Refusal) {
    let co_owner = co_owner.code();
    match refusal {
        Refusal::Error(Error::Unexpected(error)) => {
            tracing::error!(co_owner, %error, "a rights event failed")
        }
        Refusal::UnknownAccount => {
            tracing::info!(co_owner, "a rights event for an account that is not linked")
        }
        refusal => tracing::warn!(co_owner, reason = %refusal, "a rights event was refused"),
    }
}

/// In words for whoever reads the co-owner's log; the status says whether to deliver again.
fn refuse(refusal: &Refusal) -> Response {
    let (status, message) = match refusal {
        Refusal::Unsigned => {
            (StatusCode::UNAUTHORIZED, "La signature n’est pas valable, ou date de plus de cinq minutes.")
        }
        Refusal::Unreadable(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "Le corps n’est pas un événement du contrat.")
        }
        Refusal::UnknownAccount => {
            (StatusCode::NOT_FOUND, "Aucun compte du portail n’est rattaché à ce compte.")
        }
        Refusal::OtherBody => (StatusCode::CONFLICT, "Un autre événement porte déjà cet identifiant."),
        Refusal::Silent => return later(SILENT_RETRY_SECONDS),
        Refusal::Error(Error::Busy { retry_after_seconds }) => return later(*retry_after_seconds),
        Refusal::Error(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Le portail rencontre une difficulté."),
    };
    (status, Json(serde_json::json!({ "ok": false, "message": message }))).into_response()
}

fn later(seconds: u32) -> Response {
    let message = "Le portail n’a pas pu traiter l’événement\u{a0}: à renvoyer.";
    let body = Json(serde_json::json!({ "ok": false, "message": message }));
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, seconds.to_string())], body).into_response()
}
