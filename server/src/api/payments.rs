//! States of payments by card pushed by the co-owners.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use backend::{Portal, payments};
use domain::co_owner::CoOwner;

use super::pushes::{Kind, signed_body};

const KIND: Kind = Kind {
    name: "the state of a payment",
    unreadable: "Le corps n’est pas un paiement du contrat.",
    unknown: "Aucun paiement du portail n’a cet identifiant.",
};

/// `POST /api/v1/coproprietaires/{co_owner}/paiements`.
pub async fn receive(
    State(portal): State<Portal>,
    Path(co_owner): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return KIND.refuse_unknown_sender() };
    match payments::receive_payment(&portal, co_owner, &signed_body(&headers, &body)).await {
        Ok(()) => Json(serde_json::json!({ "ok": true })).into_response(),
        Err(refusal) => KIND.refuse(co_owner, &refusal),
    }
}
