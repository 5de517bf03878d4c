use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use openidconnect::core::{CoreGenderClaim, CoreUserInfoClaims};
use openidconnect::{
    EmptyAdditionalClaims, EndUserEmail, EndUserFamilyName, EndUserGivenName, EndUserName, StandardClaims,
    SubjectIdentifier,
};

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
        Some(account) => {
            Json(CoreUserInfoClaims::new(claims(&account), EmptyAdditionalClaims {})).into_response()
        }
        None => {
            let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
            (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
        }
    }
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
