//! Sign-out requested by the portal (OpenID Connect RP-Initiated Logout 1.0).

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

/// Signs the browser out and redirects it to the portal, if the ID token was issued by this provider.
pub async fn end(State(site): State<Site>, RawQuery(query): RawQuery, jar: CookieJar) -> Response {
    let query = query.unwrap_or_default();
    let address = match Parameters::parse(query.as_bytes()) {
        Ok(parameters) => return_address(&site, &parameters).await,
        Err(name) => Err(format!("Le paramètre «\u{a0}{name}\u{a0}» est donné deux fois.")),
    };
    match address {
        Ok(address) => (browser::forget(&site, jar), Redirect::to(&address)).into_response(),
        Err(text) => page::error(StatusCode::BAD_REQUEST, REFUSED, &text),
    }
}

/// Returns the address to redirect to.
///
/// # Errors
/// A French sentence if the request is invalid.
async fn return_address(site: &Site, parameters: &Parameters) -> Result<String, String> {
    let hint = parameters.get("id_token_hint").ok_or("Il manque le jeton d’identité (id_token_hint).")?;
    if !is_own_token(site, hint).await {
        return Err("Le jeton d’identité n’est pas de ce fournisseur.".to_owned());
    }
    let requested = parameters.get("post_logout_redirect_uri").unwrap_or_default();
    let path = format!("/connexion/fournisseur/{}/fin", site.co_owner.code());
    let registered =
        site.simulator.portals().into_iter().any(|portal| format!("{portal}{path}") == requested);
    if !registered {
        return Err("L’adresse de retour (post_logout_redirect_uri) n’est pas enregistrée.".to_owned());
    }
    let mut state = form_urlencoded::Serializer::new(String::new());
    if let Some(value) = parameters.get("state") {
        state.append_pair("state", value);
    }
    Ok(format!("{requested}?{}", state.finish()))
}

/// Returns `true` if this provider issued the ID token to the portal; it may have expired.
async fn is_own_token(site: &Site, hint: &str) -> bool {
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
        // Accept expired tokens: at this time, none had expired.
        chrono::DateTime::UNIX_EPOCH
    });
    token.claims(&verifier, |_: Option<&Nonce>| Ok(())).is_ok()
}
