//! `POST /openid/jeton`: a code, once, against tokens.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::single_sign_on::{TokenRefusal, TokenRequest};
use backend::{Error, Portal, single_sign_on};
use serde_json::json;

use super::MAX_BODY_BYTES;
use crate::layers::client;

pub async fn exchange(State(portal): State<Portal>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let is_form = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        return refuse(TokenRefusal::Request("invalid_request", "the body cannot be read"));
    };
    if !is_form {
        return refuse(TokenRefusal::Request("invalid_request", "the body is no form"));
    }
    // A header that is not plain text proves nobody: it is not the same as none.
    let authorization =
        parts.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let request = TokenRequest {
        address: client::of(&parts, &portal.config.trusted_proxies).address,
        authorization,
        body: &body,
    };
    match single_sign_on::exchange(&portal, request).await {
        Ok(tokens) => Json(tokens).into_response(),
        Err(refusal) => refuse(refusal),
    }
}

fn refuse(refusal: TokenRefusal) -> Response {
    let description = refusal.to_string();
    let (status, error, retry_after) = match refusal {
        TokenRefusal::Client => (StatusCode::UNAUTHORIZED, "invalid_client", None),
        TokenRefusal::Grant(_) => (StatusCode::BAD_REQUEST, "invalid_grant", None),
        TokenRefusal::Request(error, _) => (StatusCode::BAD_REQUEST, error, None),
        TokenRefusal::TooMany { retry_after } => {
            (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", Some(retry_after.as_secs().max(1)))
        }
        TokenRefusal::Error(Error::Busy { retry_after_seconds }) => {
            (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", Some(retry_after_seconds.into()))
        }
        TokenRefusal::Error(error) => {
            tracing::error!(%error, "tokens could not be given");
            return said(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "the portal is in trouble");
        }
    };
    tracing::info!(error, description, "a request for tokens was refused");
    let mut response = said(status, error, &description);
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        let basic = HeaderValue::from_static("Basic realm=\"prodouane\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
    }
    response
}

fn said(status: StatusCode, error: &str, description: &str) -> Response {
    (status, Json(json!({ "error": error, "error_description": description }))).into_response()
}
