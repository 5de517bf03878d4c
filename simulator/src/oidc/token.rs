//! The token endpoint and ID tokens.

use anyhow::Context;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreIdTokenFields, CoreJwsSigningAlgorithm, CoreTokenResponse,
    CoreTokenType,
};
use openidconnect::{
    AccessToken, Audience, AuthenticationContextClass, EmptyAdditionalClaims, EmptyExtraTokenFields,
    IssuerUrl, Nonce, StandardClaims,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::co_owner::CoOwner;
use crate::faults::TokenFault;
use crate::keys::random_token;
use crate::site::Site;
use crate::world::Account;

use super::grants::{CodeGrant, token_lifetime};
use super::parameters::Parameters;
use super::{client_authentication, user_info};

/// Age of an expired ID token, well above its lifetime.
pub(super) const EXPIRED_AGE: SignedDuration = SignedDuration::from_hours(2);

/// Errors of the token endpoint (RFC 6749, 5.2).
enum Refusal {
    InvalidClient,
    InvalidGrant(&'static str),
    /// Error code and description.
    InvalidRequest(&'static str, String),
    Internal(anyhow::Error),
}

/// Exchanges a code, once, for an ID token and an access token.
pub async fn exchange(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    match token_response(&site, &headers, &body).await {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn token_response(site: &Site, headers: &HeaderMap, body: &[u8]) -> Result<CoreTokenResponse, Refusal> {
    let parameters = Parameters::parse(body)
        .map_err(|name| Refusal::InvalidRequest("invalid_request", format!("{name} is repeated")))?;
    if !client_authentication::is_authenticated(&site.simulator.options, headers, &parameters) {
        return Err(Refusal::InvalidClient);
    }
    let required = |name: &str| {
        parameters
            .get(name)
            .ok_or_else(|| Refusal::InvalidRequest("invalid_request", format!("{name} is required")))
    };
    if required("grant_type")? != "authorization_code" {
        return Err(Refusal::InvalidRequest(
            "unsupported_grant_type",
            "only authorization_code is supported".to_owned(),
        ));
    }
    let (code, redirect_uri, verifier) =
        (required("code")?, required("redirect_uri")?, required("code_verifier")?);

    let now = site.simulator.clock.now();
    let grant = site.simulator.grants().redeem(site.co_owner, code, now);
    let grant = grant.ok_or(Refusal::InvalidGrant("the code is unknown, used or too old"))?;
    if grant.redirect_uri != redirect_uri {
        return Err(Refusal::InvalidGrant("redirect_uri differs from the authorization request"));
    }
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) != grant.challenge {
        return Err(Refusal::InvalidGrant("code_verifier does not match the challenge"));
    }
    let account = site.simulator.read(|world| world.account(site.co_owner, &grant.sign_in.login).cloned());
    let account = account.ok_or(Refusal::InvalidGrant("the account no longer exists"))?;
    let token = AccessToken::new(site.simulator.grants().issue_token(code, grant.sign_in.clone(), now));
    let id_token = id_token(site, &account, &grant, &token, now).await.map_err(Refusal::Internal)?;
    let fields = CoreIdTokenFields::new(Some(id_token), EmptyExtraTokenFields {});
    let mut tokens = CoreTokenResponse::new(token, CoreTokenType::Bearer, fields);
    tokens.set_expires_in(Some(&token_lifetime()));
    Ok(tokens)
}

async fn id_token(
    site: &Site,
    account: &Account,
    grant: &CodeGrant,
    token: &AccessToken,
    now: Timestamp,
) -> anyhow::Result<CoreIdToken> {
    let fault = site.simulator.faults().of(site.co_owner).token;
    // ProConnect's ID token has no personal data; they are in userinfo.
    let claims: StandardClaims<_> = match site.co_owner {
        CoOwner::ProConnect => StandardClaims::new(user_info::subject(site.co_owner, account)),
        _ => user_info::claims(account),
    };
    let issued = if fault == Some(TokenFault::Expire) { utc(now - EXPIRED_AGE) } else { utc(now) };
    let audience = match fault {
        Some(TokenFault::Audience) => "un-autre-client",
        _ => &site.simulator.options.client_id,
    };
    let nonce = if fault == Some(TokenFault::Nonce) { random_token() } else { grant.nonce.clone() };
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(site.base())?,
        vec![Audience::new(audience.to_owned())],
        issued + token_lifetime(),
        issued,
        claims,
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(nonce)))
    .set_auth_context_ref(Some(AuthenticationContextClass::new(grant.acr.to_owned())))
    .set_auth_time(Some(utc(grant.sign_in.at)));
    let key = site.simulator.keys.of(site.co_owner).await?;
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let signed = CoreIdToken::new(claims, &*key, algorithm, Some(token), None)?;
    if fault == Some(TokenFault::Signature) { unsigned(&signed) } else { Ok(signed) }
}

/// Returns a token with the same claims but unsigned: `alg: none` and an empty signature.
fn unsigned(signed: &CoreIdToken) -> anyhow::Result<CoreIdToken> {
    let text = signed.to_string();
    let claims = text.split('.').nth(1).context("the token does not have three parts")?;
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    Ok(format!("{header}.{claims}.").parse()?)
}

pub(super) fn utc(moment: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(moment.as_second(), 0).unwrap_or_default()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error, description) = match self {
            Self::InvalidClient => {
                (StatusCode::UNAUTHORIZED, "invalid_client", "client authentication failed".to_owned())
            }
            Self::InvalidGrant(text) => (StatusCode::BAD_REQUEST, "invalid_grant", text.to_owned()),
            Self::InvalidRequest(error, text) => (StatusCode::BAD_REQUEST, error, text),
            Self::Internal(error) => {
                tracing::error!(%error, "failed to create an ID token");
                (StatusCode::INTERNAL_SERVER_ERROR, "server_error", "failed to create an ID token".to_owned())
            }
        };
        let body = json!({ "error": error, "error_description": description });
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let basic = HeaderValue::from_static("Basic realm=\"jeton\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
        }
        response
    }
}
