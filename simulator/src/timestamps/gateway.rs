//! The interface of RFC 3161 over HTTP, and the certificate that verifies the timestamps.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::authority::Mode;
use super::request::TimestampRequest;
use super::token;
use crate::problem::Problem;
use crate::state::Simulator;

const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";

/// Timestamps the imprint of a request.
pub async fn stamp(State(simulator): State<Arc<Simulator>>, headers: HeaderMap, body: Bytes) -> Response {
    let authority = &simulator.timestamps;
    match authority.mode() {
        Mode::Down => return Problem::down("L’autorité ne répond pas (panne simulée).").into_response(),
        Mode::Nonsense => return ([(header::CONTENT_TYPE, REPLY)], "bonjour").into_response(),
        _ => {}
    }
    if headers.get(header::CONTENT_TYPE).is_none_or(|found| found != QUERY) {
        return Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("{QUERY} est attendu."))
            .into_response();
    }
    let reply = match TimestampRequest::parse(&body) {
        Some(request) => token::granted(authority, &request, simulator.clock.now()),
        None => Ok(token::rejection()),
    };
    match reply {
        Ok(reply) => ([(header::CONTENT_TYPE, REPLY)], reply).into_response(),
        Err(error) => {
            tracing::error!(%error, "failed to sign a timestamp");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Returns the certificate of the authority.
pub async fn certificate(State(simulator): State<Arc<Simulator>>) -> Response {
    ([(header::CONTENT_TYPE, "application/x-pem-file")], simulator.timestamps.pem()).into_response()
}
