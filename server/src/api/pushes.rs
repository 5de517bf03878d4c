//! What all pushes of co-owners have in common: the signature to read, and the response to a refusal.

use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::companies::PushRefusal;
use domain::co_owner::CoOwner;
use platform::{Error, co_owners::SignedBody};

/// `Retry-After` if the portal could not read the rights from the co-owner.
const UNAVAILABLE_RETRY_SECONDS: u32 = 5;

/// Kind of push, with the words of its refusals.
pub(super) struct Kind {
    /// As in a log line: « a rights event ».
    pub name: &'static str,
    /// The body is not one of the contract.
    pub unreadable: &'static str,
    /// The portal does not know the identifier in it.
    pub unknown: &'static str,
}

impl Kind {
    /// Logs a refusal, and responds to it: the status determines whether the co-owner delivers the push again; the message
    /// is for its log.
    pub fn refuse(&self, co_owner: CoOwner, refusal: &PushRefusal) -> Response {
        let (co_owner, what) = (co_owner.code(), self.name);
        match refusal {
            PushRefusal::Error(Error::Unexpected(error)) => {
                tracing::error!(co_owner, what, %error, "failed to apply a push")
            }
            PushRefusal::Unknown => {
                tracing::info!(co_owner, what, "refused a push about an unknown identifier")
            }
            refusal => tracing::warn!(co_owner, what, reason = %refusal, "refused a push"),
        }
        self.respond(refusal)
    }

    /// Responds to a push of an unknown co-owner as to a wrong signature, which does not reveal the configured co-owners.
    pub fn refuse_unknown_sender(&self) -> Response {
        self.respond(&PushRefusal::Unsigned)
    }

    fn respond(&self, refusal: &PushRefusal) -> Response {
        let (status, message) = match refusal {
            PushRefusal::Unsigned => {
                (StatusCode::UNAUTHORIZED, "La signature n’est pas valable, ou date de plus de cinq minutes.")
            }
            PushRefusal::Unreadable(_) => (StatusCode::UNPROCESSABLE_ENTITY, self.unreadable),
            PushRefusal::Unknown => (StatusCode::NOT_FOUND, self.unknown),
            PushRefusal::OtherBody => {
                (StatusCode::CONFLICT, "Un autre événement porte déjà cet identifiant.")
            }
            PushRefusal::CoOwnerUnavailable => return retry_later(UNAVAILABLE_RETRY_SECONDS),
            PushRefusal::Error(Error::Busy { retry_after_seconds }) => {
                return retry_later(*retry_after_seconds);
            }
            PushRefusal::Error(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Le portail rencontre une difficulté.")
            }
        };
        (status, body(message)).into_response()
    }
}

fn retry_later(seconds: u32) -> Response {
    let message = "Le portail n’a pas pu traiter l’événement\u{a0}: à renvoyer.";
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, seconds.to_string())], body(message))
        .into_response()
}

fn body(message: &str) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "ok": false, "message": message }))
}

/// Reads the signature of a pushed body.
pub(super) fn signed_body<'a>(headers: &'a HeaderMap, body: &'a Bytes) -> SignedBody<'a> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    SignedBody { timestamp: text("prodouane-horodatage"), signature: text("prodouane-signature"), body }
}
