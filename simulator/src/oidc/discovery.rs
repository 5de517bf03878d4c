//! Provider metadata and keys (OpenID Connect Discovery).

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::url::ParseError;
use openidconnect::{
    AdditionalProviderMetadata, AuthUrl, IssuerUrl, JsonWebKeySetUrl, PrivateSigningKey, ProviderMetadata,
    ResponseTypes, Scope, TokenUrl, UserInfoUrl,
};
use serde::{Deserialize, Serialize};

use crate::site::Site;

/// Metadata fields that the crate does not define (RFC 8414, RFC 9207, RP-Initiated Logout).
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ExtraMetadata {
    code_challenge_methods_supported: Vec<String>,
    authorization_response_iss_parameter_supported: bool,
    end_session_endpoint: String,
}

impl AdditionalProviderMetadata for ExtraMetadata {}

type Metadata = ProviderMetadata<
    ExtraMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

pub async fn configuration(State(site): State<Site>) -> Response {
    match metadata(&site.base()) {
        Ok(metadata) => Json(metadata).into_response(),
        Err(error) => {
            tracing::error!(%error, "failed to build the metadata: invalid base address");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub async fn keys(State(site): State<Site>) -> Response {
    match site.simulator.keys.of(site.co_owner).await {
        Ok(key) => Json(CoreJsonWebKeySet::new(vec![key.as_verification_key()])).into_response(),
        Err(error) => {
            tracing::error!(%error, "failed to load the signing key");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn metadata(base: &str) -> Result<Metadata, ParseError> {
    let extra = ExtraMetadata {
        code_challenge_methods_supported: vec!["S256".to_owned()],
        authorization_response_iss_parameter_supported: true,
        end_session_endpoint: format!("{base}/fin-de-session"),
    };
    let metadata = Metadata::new(
        IssuerUrl::new(base.to_owned())?,
        AuthUrl::new(format!("{base}/autorisation"))?,
        JsonWebKeySetUrl::new(format!("{base}/cles"))?,
        vec![ResponseTypes::new(vec![CoreResponseType::Code])],
        vec![CoreSubjectIdentifierType::Public],
        vec![CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256],
        extra,
    );
    let scopes =
        ["openid", "profile", "email", "given_name", "usual_name"].map(|scope| Scope::new(scope.to_owned()));
    let claims = [
        "sub",
        "iss",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "nonce",
        "name",
        "given_name",
        "family_name",
        "usual_name",
        "acr",
        "email",
    ]
    .map(|claim| CoreClaimName::new(claim.to_owned()));
    Ok(metadata
        .set_token_endpoint(Some(TokenUrl::new(format!("{base}/jeton"))?))
        .set_userinfo_endpoint(Some(UserInfoUrl::new(format!("{base}/profil"))?))
        .set_grant_types_supported(Some(vec![CoreGrantType::AuthorizationCode]))
        .set_response_modes_supported(Some(vec![CoreResponseMode::Query]))
        .set_token_endpoint_auth_methods_supported(Some(vec![
            CoreClientAuthMethod::ClientSecretBasic,
            CoreClientAuthMethod::ClientSecretPost,
        ]))
        .set_scopes_supported(Some(scopes.to_vec()))
        .set_claims_supported(Some(claims.to_vec()))
        .set_request_parameter_supported(Some(false))
        .set_request_uri_parameter_supported(Some(false)))
}
