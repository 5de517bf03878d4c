//! Token endpoint: exchanges an authorization code for tokens.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::{
    Portal,
    oidc_provider::{self, TokenError, TokenRequest},
};
use platform::Error;
use serde_json::json;

use crate::layers::client;

/// Limit for request bodies of the provider, which hold a few fields.
pub const MAX_BODY_BYTES: usize = 16 * 1024;

/// `POST /openid/jeton`.
pub async fn exchange(State(portal): State<Portal>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let is_form = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|content_type| content_type.starts_with("application/x-www-form-urlencoded"));
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        return refuse(TokenError::Request("invalid_request", "the body cannot be read"));
    };
    if !is_form {
        return refuse(TokenError::Request("invalid_request", "the body is not a form"));
    }
    // A header that is not plain text is a failed client authentication, not a missing one.
    let authorization =
        parts.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let request = TokenRequest {
        address: client::address(&parts, &portal.config.trusted_proxies),
        authorization,
        body: &body,
    };
    match oidc_provider::exchange(&portal, request).await {
        Ok(tokens) => Json(tokens).into_response(),
        Err(refusal) => refuse(refusal),
    }
}

fn refuse(refusal: TokenError) -> Response {
    let description = refusal.to_string();
    let (status, error, retry_after) = match refusal {
        TokenError::InvalidClient => (StatusCode::UNAUTHORIZED, "invalid_client", None),
        TokenError::InvalidGrant(_) => (StatusCode::BAD_REQUEST, "invalid_grant", None),
        TokenError::Request(error, _) => (StatusCode::BAD_REQUEST, error, None),
        TokenError::TooManyRequests { retry_after } => {
            (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", Some(retry_after.as_secs().max(1)))
        }
        TokenError::Internal(Error::Busy { retry_after_seconds }) => {
            (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", Some(retry_after_seconds.into()))
        }
        TokenError::Internal(error) => {
            tracing::error!(%error, "failed to issue tokens");
            return error_response(
                StatusCode::INTERNAL_SERVER_ERROR,
                "server_error",
                "internal error of the portal",
            );
        }
    };
    tracing::info!(error, description, "refused a token request");
    let mut response = error_response(status, error, &description);
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        let basic = HeaderValue::from_static("Basic realm=\"prodouane\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
    }
    response
}

fn error_response(status: StatusCode, error: &str, description: &str) -> Response {
    (status, Json(json!({ "error": error, "error_description": description }))).into_response()
}
