//! What a téléservice must know of the provider (OpenID Connect Discovery 1.0).

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use backend::{Portal, single_sign_on};
use serde_json::json;

use super::{AUTHORIZATION, END_SESSION, KEYS, TOKEN, USER_INFO};
use crate::error_page;

/// Keys are published long before they sign: this is no hurry.
const CACHED: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=300");

/// `GET /.well-known/openid-configuration`.
pub async fn configuration(State(portal): State<Portal>) -> Response {
    let at = |path: &str| portal.link(path);
    let metadata = json!({
        "issuer": single_sign_on::issuer(&portal),
        "authorization_endpoint": at(AUTHORIZATION),
        "token_endpoint": at(TOKEN),
        "userinfo_endpoint": at(USER_INFO),
        "jwks_uri": at(KEYS),
        "end_session_endpoint": at(END_SESSION),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid"],
        "acr_values_supported": single_sign_on::acr_values(),
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
    match single_sign_on::published(&portal).await {
        Ok(keys) => ([CACHED], Json(json!({ "keys": keys }))).into_response(),
        Err(error) => error_page::of(error),
    }
}
