//! Metadata and keys of the provider (OpenID Connect Discovery 1.0).

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use backend::{Portal, oidc_provider};
use domain::path;
use serde_json::json;

use crate::error_page;

/// Five minutes: keys are published much longer before their first use.
const CACHED: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=300");

/// `GET /.well-known/openid-configuration`.
pub async fn configuration(State(portal): State<Portal>) -> Response {
    let url = |path: &str| portal.link(path);
    let metadata = json!({
        "issuer": oidc_provider::issuer(&portal),
        "authorization_endpoint": url(path::OPENID_AUTHORIZATION),
        "token_endpoint": url(path::OPENID_TOKEN),
        "userinfo_endpoint": url(path::OPENID_USER_INFO),
        "jwks_uri": url(path::OPENID_KEYS),
        "end_session_endpoint": url(path::OPENID_END_SESSION),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid"],
        "acr_values_supported": oidc_provider::acr_values(),
        "claims_supported": [
            "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "sid", "at_hash", "sub", "name", "given_name",
            "family_name", "email", "email_verified", "siren", "raison_sociale", "habilitations"
        ],
        "prompt_values_supported": ["none", "login"],
        "ui_locales_supported": ["fr"],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
    });
    ([CACHED], Json(metadata)).into_response()
}

/// `GET /openid/cles`.
pub async fn keys(State(portal): State<Portal>) -> Response {
    match oidc_provider::published(&portal).await {
        Ok(keys) => ([CACHED], Json(json!({ "keys": keys }))).into_response(),
        Err(error) => error_page::from_error(error),
    }
}
