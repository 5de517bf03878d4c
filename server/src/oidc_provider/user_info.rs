//! User info endpoint: claims of the account of an access token.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::{Portal, oidc_provider};
use platform::Error;
use serde_json::json;

/// `GET` and `POST /openid/profil`.
pub async fn user_info(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    let Some(token) = bearer(&headers) else { return refuse("Bearer realm=\"prodouane\"") };
    match oidc_provider::user_info(&portal, token).await {
        Ok(person) => Json(person).into_response(),
        Err(Error::NotFound) => refuse("Bearer realm=\"prodouane\", error=\"invalid_token\""),
        Err(Error::Busy { retry_after_seconds }) => {
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, retry_after_seconds.to_string())])
                .into_response()
        }
        Err(error) => {
            tracing::error!(%error, "failed to read the user info");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn refuse(challenge: &'static str) -> Response {
    let body = json!({ "error": "invalid_token", "error_description": "missing, invalid or expired token" });
    let mut response = (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}
