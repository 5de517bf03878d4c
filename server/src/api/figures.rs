//! Changes of a company's figures pushed by the co-owners.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use backend::{Portal, companies::figures};
use domain::co_owner::CoOwner;

use super::pushes::{Kind, signed_body};

const KIND: Kind = Kind {
    name: "a change of figures",
    unreadable: "Le corps n’est pas un changement de chiffres du contrat.",
    unknown: "Le portail n’a aucun chiffre de cette entreprise.",
};

/// `POST /api/v1/coproprietaires/{co_owner}/chiffres`.
pub async fn receive(
    State(portal): State<Portal>,
    Path(co_owner): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return KIND.refuse_unknown_sender() };
    match figures::receive_figures_change(&portal, co_owner, &signed_body(&headers, &body)).await {
        Ok(()) => Json(serde_json::json!({ "ok": true })).into_response(),
        Err(refusal) => KIND.refuse(co_owner, &refusal),
    }
}
