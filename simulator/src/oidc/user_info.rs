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
        bearer(&headers).and_then(|token| site.simulator.grants().bearer(site.co_owner, token, now));
    let account = sign_in.and_then(|sign_in| {
        site.simulator.read(|world| world.account(site.co_owner, &sign_in.login).cloned())
    });
    match account {
        Some(account) if site.co_owner == CoOwner::ProConnect => signed(&site, &account).await,
        Some(account) => {
            Json(CoreUserInfoClaims::new(claims(&account), EmptyAdditionalClaims {})).into_response()
        }
        None => {
            let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
            (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
        }
    }
}

/// What ProConnect adds to the standard claims.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Professional {
    usual_name: String,
    uid: String,
}

impl AdditionalClaims for Professional {}

/// ProConnect answers with a signed JWT.
async fn signed(site: &Site, account: &Account) -> Response {
    match jwt(site, account).await {
        Ok(jwt) => ([(header::CONTENT_TYPE, "application/jwt")], jwt).into_response(),
        Err(error) => {
            tracing::error!(%error, "no signed userinfo");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn jwt(site: &Site, account: &Account) -> anyhow::Result<String> {
    let standard = StandardClaims::<CoreGenderClaim>::new(subject(site.co_owner, account))
        .set_given_name(Some(EndUserGivenName::new(account.first_name.clone()).into()))
        .set_email(Some(EndUserEmail::new(account.email.clone())));
    let beyond = Professional { usual_name: account.last_name.clone(), uid: account.login.clone() };
    let claims = UserInfoClaims::new(standard, beyond)
        .set_issuer(Some(IssuerUrl::new(site.base())?))
        .set_audiences(Some(vec![Audience::new(site.simulator.options.client_id.clone())]));
    let key = site.simulator.keys.of(site.co_owner).await?;
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let token: UserInfoJsonWebToken<
        Professional,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    > = UserInfoJsonWebToken::new(claims, &*key, algorithm)?;
    // Serialised as the string that it is.
    match serde_json::to_value(&token)? {
        serde_json::Value::String(text) => Ok(text),
        other => anyhow::bail!("{other} is no token"),
    }
}

/// The login at the co-owners; at ProConnect an identifier that says nothing.
pub fn subject(co_owner: CoOwner, account: &Account) -> SubjectIdentifier {
    SubjectIdentifier::new(match co_owner {
        CoOwner::ProConnect => {
            let digest = Sha256::digest(account.login.as_bytes());
            digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
        }
        _ => account.login.clone(),
    })
}

/// The token of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// What the ID token and userinfo both say of a person.
pub fn claims(account: &Account) -> StandardClaims<CoreGenderClaim> {
    StandardClaims::new(SubjectIdentifier::new(account.login.clone()))
        .set_name(Some(EndUserName::new(account.name()).into()))
        .set_given_name(Some(EndUserGivenName::new(account.first_name.clone()).into()))
        .set_family_name(Some(EndUserFamilyName::new(account.last_name.clone()).into()))
        .set_email(Some(EndUserEmail::new(account.email.clone())))
        .set_email_verified(Some(true))
}
