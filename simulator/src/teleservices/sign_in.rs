//! Sign-in through the portal, started at the portal or at the téléservice (OpenID Connect Core, §4).

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::cookies::{PENDING_COOKIE, SESSION_COOKIE, cookie};
use super::oidc_client;
use crate::catalogue;
use crate::page;
use crate::site::Site;

const REFUSED: &str = "Connexion refusée";

#[derive(Deserialize)]
pub struct Initiation {
    /// The portal that initiates the sign-in; the first registered one if absent.
    iss: Option<String>,
}

/// Redirects to the portal with an authorization request: `GET /{co_owner}/teleservices/{code}/connexion`.
pub async fn begin(
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(initiation): Query<Initiation>,
    jar: CookieJar,
) -> Response {
    if catalogue::find(site.co_owner, &code).is_none() {
        return page::not_found();
    }
    let portals = site.simulator.portals();
    let portal = match &initiation.iss {
        Some(iss) => portals.get(iss),
        None => portals.first(),
    };
    // Any site can link here, so only registered portals are accepted.
    let Some(portal) = portal.cloned() else {
        let text = "Le portail qui ouvre ce téléservice (iss) n’est pas enregistré.";
        return page::error(StatusCode::BAD_REQUEST, REFUSED, text);
    };
    match oidc_client::begin(&site, &portal, &code).await {
        Ok((address, pending)) => {
            let value = site.simulator.teleservices.store_pending(pending);
            (jar.add(cookie(&site, &code, PENDING_COOKIE, value)), Redirect::to(&address)).into_response()
        }
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), portal, "failed to start a sign-in at the portal");
            let text = "Le portail ne répond pas. Réessayez dans quelques instants.";
            page::error(StatusCode::BAD_GATEWAY, "Portail indisponible", text)
        }
    }
}

#[derive(Deserialize)]
pub struct Callback {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Handles the portal's callback and opens the session: `GET /{co_owner}/teleservices/{code}/retour`.
pub async fn finish(
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(callback): Query<Callback>,
    jar: CookieJar,
) -> Response {
    let pending =
        jar.get(PENDING_COOKIE).and_then(|cookie| site.simulator.teleservices.take_pending(cookie.value()));
    let jar = jar.remove(cookie(&site, &code, PENDING_COOKIE, String::new()));
    let refuse =
        |text: &str| (jar.clone(), page::error(StatusCode::FORBIDDEN, REFUSED, text)).into_response();
    let Some(pending) = pending.filter(|pending| pending.teleservice == code) else {
        return refuse("Ce navigateur n’a pas demandé de connexion, ou sa demande a expiré.");
    };
    if callback.state.as_deref() != Some(&pending.state) || callback.iss.as_deref() != Some(&pending.portal) {
        return refuse("La réponse n’est pas celle du portail (state, iss).");
    }
    if let Some(error) = callback.error {
        return refuse(&format!("Le portail a répondu\u{a0}: {error}."));
    }
    match oidc_client::finish(&site, pending, &callback.code.unwrap_or_default()).await {
        Ok(session) => {
            let value = site.simulator.teleservices.open(session);
            let home = format!("/{}/teleservices/{code}", site.co_owner.code());
            (jar.add(cookie(&site, &code, SESSION_COOKIE, value)), Redirect::to(&home)).into_response()
        }
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "failed to verify the portal's response");
            refuse("La réponse du portail n’a pas pu être vérifiée.")
        }
    }
}
