//! The userinfo endpoint and claims.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use openidconnect::core::{
    CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreUserInfoClaims,
};
use openidconnect::{
    AdditionalClaims, Audience, EmptyAdditionalClaims, EndUserEmail, EndUserFamilyName, EndUserGivenName,
    EndUserName, IssuerUrl, StandardClaims, SubjectIdentifier, UserInfoClaims, UserInfoJsonWebToken,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::co_owner::CoOwner;
use crate::site::Site;
use crate::world::Account;

/// The userinfo endpoint.
pub async fn profile(State(site): State<Site>, headers: HeaderMap) -> Response {
    let now = site.simulator.clock.now();
    let sign_in =
        bearer(&headers).and_then(|token| site.simulator.grants().find_token(site.co_owner, token, now));
    let account = sign_in.and_then(|sign_in| {
        site.simulator.read(|world| world.account(site.co_owner, &sign_in.login).cloned())
    });
    match account {
        Some(account) if site.co_owner == CoOwner::ProConnect => signed_response(&site, &account).await,
        Some(account) => {
            Json(CoreUserInfoClaims::new(claims(&account), EmptyAdditionalClaims {})).into_response()
        }
        None => {
            let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
            (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
        }
    }
}

/// Claims of ProConnect in addition to the standard ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ProConnectClaims {
    usual_name: String,
    uid: String,
}

impl AdditionalClaims for ProConnectClaims {}

/// Responds with a signed JWT, as ProConnect does.
async fn signed_response(site: &Site, account: &Account) -> Response {
    match jwt(site, account).await {
        Ok(jwt) => ([(header::CONTENT_TYPE, "application/jwt")], jwt).into_response(),
        Err(error) => {
            tracing::error!(%error, "failed to create signed userinfo");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn jwt(site: &Site, account: &Account) -> anyhow::Result<String> {
    let standard = StandardClaims::<CoreGenderClaim>::new(subject(site.co_owner, account))
        .set_given_name(Some(EndUserGivenName::new(account.first_name.clone()).into()))
        .set_email(Some(EndUserEmail::new(account.email.clone())));
    let additional = ProConnectClaims { usual_name: account.last_name.clone(), uid: account.login.clone() };
    let claims = UserInfoClaims::new(standard, additional)
        .set_issuer(Some(IssuerUrl::new(site.base())?))
        .set_audiences(Some(vec![Audience::new(site.simulator.options.client_id.clone())]));
    let key = site.simulator.keys.of(site.co_owner).await?;
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let token: UserInfoJsonWebToken<
        ProConnectClaims,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    > = UserInfoJsonWebToken::new(claims, &*key, algorithm)?;
    // The type gives access to the JWT only by serialising as a string.
    match serde_json::to_value(&token)? {
        serde_json::Value::String(text) => Ok(text),
        other => anyhow::bail!("{other} is not a token"),
    }
}

/// Returns the subject of an account: its login at the co-owners, an opaque identifier at ProConnect.
pub fn subject(co_owner: CoOwner, account: &Account) -> SubjectIdentifier {
    SubjectIdentifier::new(match co_owner {
        CoOwner::ProConnect => {
            let digest = Sha256::digest(account.login.as_bytes());
            digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
        }
        _ => account.login.clone(),
    })
}

/// Returns the token of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Returns the claims of a person, identical in the ID token and in userinfo.
pub fn claims(account: &Account) -> StandardClaims<CoreGenderClaim> {
    StandardClaims::new(SubjectIdentifier::new(account.login.clone()))
        .set_name(Some(EndUserName::new(account.name()).into()))
        .set_given_name(Some(EndUserGivenName::new(account.first_name.clone()).into()))
        .set_family_name(Some(EndUserFamilyName::new(account.last_name.clone()).into()))
        .set_email(Some(EndUserEmail::new(account.email.clone())))
        .set_email_verified(Some(true))
}
