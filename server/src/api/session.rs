//! Remaining time of the session, which pages read before they warn of its end, and its extension.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::{
    Portal,
    accounts::sessions::{self, TimeLeft},
};
use platform::Error;
use serde::Serialize;

use crate::layers::cookies;

#[derive(Serialize)]
struct TimeLeftBody {
    /// Rounded up, so that zero means that the session has ended.
    secondes: u64,
    prolongeable: bool,
}

const NO_SESSION: TimeLeft = TimeLeft { left: Duration::ZERO, can_extend: false };

/// `GET /api/v1/session`. Does not extend the session.
pub async fn time_left(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    match cookies::session(&headers, &portal.config) {
        Some(token) => respond(sessions::time_left(&portal, &token).await),
        None => respond(Ok(NO_SESSION)),
    }
}

/// `POST /api/v1/session/prolongation`. Extends the session.
pub async fn extend(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    match cookies::session(&headers, &portal.config) {
        Some(token) => respond(sessions::extend(&portal, &token).await),
        None => respond(Ok(NO_SESSION)),
    }
}

fn respond(time_left: Result<TimeLeft, Error>) -> Response {
    match time_left {
        Ok(time) => {
            let secondes = time.left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX);
            Json(TimeLeftBody { secondes, prolongeable: time.can_extend }).into_response()
        }
        Err(Error::Busy { retry_after_seconds }) => {
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, retry_after_seconds.to_string())])
                .into_response()
        }
        Err(error) => {
            tracing::error!(%error, "failed to read or extend the session");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
