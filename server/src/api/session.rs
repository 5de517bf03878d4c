//! « How long is my session still? », asked by the pages before they warn of its end, and « go on ».

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::session::{self, TimeLeft};
use backend::{Error, Portal};
use serde::Serialize;

use crate::layers::cookies;

#[derive(Serialize)]
struct Left {
    /// Rounded up: zero only once it is over.
    secondes: u64,
    prolongeable: bool,
}

/// Without using the session: asking keeps nobody signed in.
pub async fn left(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    match cookies::read(&headers, cookies::SESSION) {
        Some(token) => answer(session::time_left(&portal, &token).await),
        None => answer(Ok(TimeLeft { left: Duration::ZERO, can_go_on: false })),
    }
}

pub async fn go_on(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    match cookies::read(&headers, cookies::SESSION) {
        Some(token) => answer(session::go_on(&portal, &token).await),
        None => answer(Ok(TimeLeft { left: Duration::ZERO, can_go_on: false })),
    }
}

fn answer(outcome: Result<TimeLeft, Error>) -> Response {
    match outcome {
        Ok(time) => {
            let secondes = time.left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX);
            Json(Left { secondes, prolongeable: time.can_go_on }).into_response()
        }
        Err(Error::Busy { retry_after_seconds }) => {
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, retry_after_seconds.to_string())])
                .into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the end of a session could not be told");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
