//! Rights events pushed by the co-owners.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use backend::{Portal, companies};
use domain::co_owner::CoOwner;
use serde::Serialize;

use super::pushes::{Kind, signed_body};

const KIND: Kind = Kind {
    name: "a rights event",
    unreadable: "Le corps n’est pas un événement du contrat.",
    unknown: "Aucun compte du portail n’est rattaché à ce compte.",
};

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
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return KIND.refuse_unknown_sender() };
    match companies::receive_event(&portal, co_owner, &signed_body(&headers, &body)).await {
        Ok(outcome) => Json(EventResponse { effet: outcome.code() }).into_response(),
        Err(refusal) => KIND.refuse(co_owner, &refusal),
    }
}
