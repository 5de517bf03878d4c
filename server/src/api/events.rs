//! Rights events pushed by the co-owners.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::{
    Portal,
    companies::{self, EventRefusal},
};
use domain::co_owner::CoOwner;
use platform::{Error, co_owners::SignedBody};
use serde::Serialize;

/// `Retry-After` if the portal could not read the rights from the co-owner.
const UNAVAILABLE_RETRY_SECONDS: u32 = 5;

#[derive(Serialize)]
struct EventResponse {
    effet: &'static str,
}

/// `POST /api/v1/coproprietaires/{co_owner}/evenements`.
pub async fn receive(
    State(portal): State<Portal>,
    Path(co_owner): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signed = signed_body(&headers, &body);
    // An unknown co-owner gets the same response as a wrong signature, which does not reveal the configured co-owners.
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return refuse(&EventRefusal::Unsigned) };
    match companies::receive_event(&portal, co_owner, &signed).await {
        Ok(outcome) => Json(EventResponse { effet: outcome.code() }).into_response(),
        Err(refusal) => {
            log(co_owner, &refusal);
            refuse(&refusal)
        }
    }
}

/// Reads the signature of a pushed body.
pub(super) fn signed_body<'a>(headers: &'a HeaderMap, body: &'a [u8]) -> SignedBody<'a> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    SignedBody { timestamp: text("prodouane-horodatage"), signature: text("prodouane-signature"), body }
}

fn log(co_owner: CoOwner, refusal: &EventRefusal) {
    let co_owner = co_owner.code();
    match refusal {
        EventRefusal::Error(Error::Unexpected(error)) => {
            tracing::error!(co_owner, %error, "failed to apply a rights event")
        }
        EventRefusal::UnknownAccount => {
            tracing::info!(co_owner, "refused a rights event for an account that is not linked")
        }
        refusal => tracing::warn!(co_owner, reason = %refusal, "refused a rights event"),
    }
}

/// Responds to a refused event: the status determines whether the co-owner delivers it again; the message is for its
/// log.
fn refuse(refusal: &EventRefusal) -> Response {
    let (status, message) = match refusal {
        EventRefusal::Unsigned => {
            (StatusCode::UNAUTHORIZED, "La signature n’est pas valable, ou date de plus de cinq minutes.")
        }
        EventRefusal::Unreadable(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "Le corps n’est pas un événement du contrat.")
        }
        EventRefusal::UnknownAccount => {
            (StatusCode::NOT_FOUND, "Aucun compte du portail n’est rattaché à ce compte.")
        }
        EventRefusal::OtherBody => (StatusCode::CONFLICT, "Un autre événement porte déjà cet identifiant."),
        EventRefusal::CoOwnerUnavailable => return retry_later(UNAVAILABLE_RETRY_SECONDS),
        EventRefusal::Error(Error::Busy { retry_after_seconds }) => return retry_later(*retry_after_seconds),
        EventRefusal::Error(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Le portail rencontre une difficulté."),
    };
    refusal_response(status, message)
}

pub(super) fn refusal_response(status: StatusCode, message: &str) -> Response {
    (status, Json(serde_json::json!({ "ok": false, "message": message }))).into_response()
}

pub(super) fn retry_later(seconds: u32) -> Response {
    let message = "Le portail n’a pas pu traiter l’événement\u{a0}: à renvoyer.";
    let body = Json(serde_json::json!({ "ok": false, "message": message }));
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, seconds.to_string())], body).into_response()
}
