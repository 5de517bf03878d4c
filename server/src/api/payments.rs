//! States of payments by card pushed by the co-owners.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use backend::{
    Portal,
    payments::{PaymentRefusal, receive_payment},
};
use domain::co_owner::CoOwner;
use platform::Error;

use super::events::{refusal_response, retry_later, signed_body};

/// `POST /api/v1/coproprietaires/{co_owner}/paiements`.
pub async fn receive(
    State(portal): State<Portal>,
    Path(co_owner): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // An unknown co-owner gets the same response as a wrong signature.
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return refuse(&PaymentRefusal::Unsigned) };
    match receive_payment(&portal, co_owner, &signed_body(&headers, &body)).await {
        Ok(()) => Json(serde_json::json!({ "ok": true })).into_response(),
        Err(refused) => {
            let co_owner = co_owner.code();
            match &refused {
                PaymentRefusal::Error(Error::Unexpected(error)) => {
                    tracing::error!(co_owner, %error, "failed to apply the state of a payment")
                }
                refused => tracing::warn!(co_owner, reason = %refused, "refused the state of a payment"),
            }
            refuse(&refused)
        }
    }
}

/// Responds to a refused state: the status determines whether the co-owner delivers it again.
fn refuse(refused: &PaymentRefusal) -> Response {
    match refused {
        PaymentRefusal::Unsigned => refusal_response(
            StatusCode::UNAUTHORIZED,
            "La signature n’est pas valable, ou date de plus de cinq minutes.",
        ),
        PaymentRefusal::Unreadable(_) => {
            refusal_response(StatusCode::UNPROCESSABLE_ENTITY, "Le corps n’est pas un paiement du contrat.")
        }
        PaymentRefusal::UnknownPayment => {
            refusal_response(StatusCode::NOT_FOUND, "Aucun paiement du portail n’a cet identifiant.")
        }
        PaymentRefusal::Error(Error::Busy { retry_after_seconds }) => retry_later(*retry_after_seconds),
        PaymentRefusal::Error(_) => {
            refusal_response(StatusCode::INTERNAL_SERVER_ERROR, "Le portail rencontre une difficulté.")
        }
    }
}
