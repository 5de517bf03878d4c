//! One-click end of a subscription to the mailing list, as mail programs request it (RFC 8058).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use backend::{Portal, information};
use domain::path;

use crate::error_page;

/// `POST /desabonnement/{jeton}`: ends the subscription. Needs no session, cookie or origin: the token is the proof.
pub async fn end(State(portal): State<Portal>, Path(token): Path<String>) -> Response {
    match information::unsubscribe(&portal, &token).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /desabonnement/{jeton}`: leads people whose mail program opens the address to the page with the button.
pub async fn show_page(Path(token): Path<String>) -> Redirect {
    Redirect::to(&path::unsubscription_link(path::encode(&token)))
}
