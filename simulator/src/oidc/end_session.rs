//! The end of a session, asked by the portal (OpenID Connect RP-Initiated Logout 1.0).

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier};
use openidconnect::{ClientId, IssuerUrl, JsonWebKeySet, Nonce, PrivateSigningKey};

use crate::page;
use crate::site::Site;

use super::browser;
use super::parameters::Parameters;

const REFUSED: &str = "Déconnexion refusée";

/// Forgets the browser's sign-in when the ID token is one of ours, and sends the browser back.
pub async fn end(State(site): State<Site>, RawQuery(query): RawQuery, jar: CookieJar) -> Response {
    let query = query.unwrap_or_default();
    let back = match Parameters::parse(query.as_bytes()) {
        Ok(parameters) => back(&site, &parameters).await,
        Err(name) => Err(format!("Le paramètre « {name} » est donné deux fois.")),
    };
    match back {
        Ok(address) => (browser::forget(&site, jar), Redirect::to(&address)).into_response(),
        Err(text) => page::error(StatusCode::BAD_REQUEST, REFUSED, &text),
    }
}

/// The address to go back to, when everything is as it must be.
async fn back(site: &Site, parameters: &Parameters) -> Result<String, String> {
    let hint = parameters.get("id_token_hint").ok_or("Il manque le jeton d’identité (id_token_hint).")?;
    if !is_ours(site, hint).await {
        return Err("Le jeton d’identité n’est pas de ce fournisseur.".to_owned());
    }
    let asked = parameters.get("post_logout_redirect_uri").unwrap_or_default();
    let path = format!("/connexion/fournisseur/{}/fin", site.co_owner.code());
    let registered = site.simulator.portals().into_iter().any(|portal| format!("{portal}{path}") == asked);
    if !registered {
        return Err("L’adresse de retour (post_logout_redirect_uri) n’est pas enregistrée.".to_owned());
    }
    let mut state = form_urlencoded::Serializer::new(String::new());
    if let Some(value) = parameters.get("state") {
        state.append_pair("state", value);
    }
    Ok(format!("{asked}?{}", state.finish()))
}

/// Signed here, for the portal; its age does not matter.
async fn is_ours(site: &Site, hint: &str) -> bool {
    let (Ok(token), Ok(key), Ok(issuer)) = (
        hint.parse::<CoreIdToken>(),
        site.simulator.keys.of(site.co_owner).await,
        IssuerUrl::new(site.base()),
    ) else {
        return false;
    };
    let client = ClientId::new(site.simulator.options.client_id.clone());
    let keys = JsonWebKeySet::new(vec![key.as_verification_key()]);
    let verifier = CoreIdTokenVerifier::new_public_client(client, issuer, keys).set_time_fn(|| {
        // The beginning of time: nothing has expired yet.
        chrono::DateTime::UNIX_EPOCH
    });
    token.claims(&verifier, |_: Option<&Nonce>| Ok(())).is_ok()
}
