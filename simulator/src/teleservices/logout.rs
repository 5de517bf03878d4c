//! End of a session, by the person or by the portal (OpenID Connect Back-Channel Logout 1.0).

use anyhow::{Context, ensure};
use axum::Json;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKey;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::Deserialize;
use serde_json::{Value, json};

use super::cookies::{self, SESSION_COOKIE, cookie};
use super::oidc_client;
use crate::page;
use crate::site::Site;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Signs out of the téléservice, then redirects to the portal's sign-out.
pub async fn by_person(State(site): State<Site>, Path(code): Path<String>, jar: CookieJar) -> Response {
    let Some(session) = cookies::current(&site, &code, &jar) else { return page::not_found() };
    if let Some(cookie) = jar.get(SESSION_COOKIE) {
        site.simulator.teleservices.end_by_person(cookie.value());
    }
    let home = format!("{}/teleservices/{code}", site.base());
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("id_token_hint", &session.id_token)
        .append_pair("post_logout_redirect_uri", &home)
        .finish();
    let jar = jar.remove(cookie(&site, &code, SESSION_COOKIE, String::new()));
    match oidc_client::end_session_endpoint(&session.portail).await {
        Ok(end) => (jar, Redirect::to(&format!("{end}?{query}"))).into_response(),
        Err(_) => (jar, Redirect::to(&home)).into_response(),
    }
}

#[derive(Deserialize)]
pub struct LogoutRequest {
    logout_token: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
    sid: String,
    events: Value,
    nonce: Option<String>,
}

/// Handles a back-channel logout: `POST /{co_owner}/teleservices/{code}/fin-de-session`.
pub async fn by_portal(
    State(site): State<Site>,
    Path(code): Path<String>,
    Form(request): Form<LogoutRequest>,
) -> Response {
    match verify(&site, &code, &request.logout_token).await {
        Ok(claims) => {
            site.simulator.teleservices.end_by_portal(&claims.iss, &code, &claims.sid, &claims.jti);
            ([(header::CACHE_CONTROL, "no-store")], StatusCode::OK).into_response()
        }
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "logout token refused");
            let body = json!({ "error": "invalid_request", "error_description": format!("{error:#}") });
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
    }
}

/// Verifies a logout token.
async fn verify(site: &Site, code: &str, token: &str) -> anyhow::Result<Claims> {
    let (message, signature) = token.rsplit_once('.').context("not a JWT")?;
    let (header, claims) = message.split_once('.').context("not a JWT")?;
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header)?)?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims)?)?;
    ensure!(
        header["typ"] == "logout+jwt" && header["alg"] == "RS256",
        "not a logout token signed with RS256"
    );
    ensure!(site.simulator.portals().contains(&claims.iss), "unknown issuer");
    let keys = oidc_client::keys(&claims.iss).await?;
    let key = keys.keys().iter().find(|key| key.key_id().is_some_and(|id| header["kid"] == **id));
    let signature = URL_SAFE_NO_PAD.decode(signature)?;
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    key.context("unknown key")?
        .verify_signature(&algorithm, message.as_bytes(), &signature)
        .context("invalid signature")?;
    let now = site.simulator.clock.now().as_second();
    ensure!(claims.aud == oidc_client::client_id(code), "wrong audience");
    ensure!(claims.exp > now && claims.iat <= now + 60, "expired or issued in the future");
    ensure!(claims.events.get(EVENT).is_some_and(Value::is_object), "no back-channel logout event");
    ensure!(claims.nonce.is_none(), "a nonce is present");
    Ok(claims)
}
