//! The way to the portal and back: the téléservice is opened there, or asks by itself (OpenID Connect Core, §4).

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::provider;
use super::sessions::{JOURNEY, SESSION, cookie};
use crate::catalogue;
use crate::page;
use crate::site::Site;

const REFUSED: &str = "Connexion refusée";

#[derive(Deserialize)]
pub struct Opened {
    /// The portal that leads here; the first registered one when the page is opened by itself.
    iss: Option<String>,
}

/// `GET /{co_owner}/teleservices/{code}/connexion`.
pub async fn begin(
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(opened): Query<Opened>,
    jar: CookieJar,
) -> Response {
    if catalogue::find(site.co_owner, &code).is_none() {
        return page::not_found();
    }
    let portals = site.simulator.portals();
    let portal = match &opened.iss {
        Some(iss) => portals.get(iss),
        None => portals.first(),
    };
    // Anybody may lead a browser here: only to a portal that is registered does it go on.
    let Some(portal) = portal.cloned() else {
        let text = "Le portail qui ouvre ce téléservice (iss) n’est pas enregistré.";
        return page::error(StatusCode::BAD_REQUEST, REFUSED, text);
    };
    match provider::begin(&site, &portal, &code).await {
        Ok((address, journey)) => {
            let value = site.simulator.teleservices.set_out(journey);
            (jar.add(cookie(&site, &code, JOURNEY, value)), Redirect::to(&address)).into_response()
        }
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), portal, "the portal does not answer");
            let text = "Le portail ne répond pas. Réessayez dans quelques instants.";
            page::error(StatusCode::BAD_GATEWAY, "Portail indisponible", text)
        }
    }
}

#[derive(Deserialize)]
pub struct Back {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// `GET /{co_owner}/teleservices/{code}/retour`.
pub async fn finish(
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(back): Query<Back>,
    jar: CookieJar,
) -> Response {
    let journey = jar.get(JOURNEY).and_then(|cookie| site.simulator.teleservices.come_back(cookie.value()));
    let jar = jar.remove(cookie(&site, &code, JOURNEY, String::new()));
    let refuse =
        |text: &str| (jar.clone(), page::error(StatusCode::FORBIDDEN, REFUSED, text)).into_response();
    let Some(journey) = journey.filter(|journey| journey.teleservice == code) else {
        return refuse("Ce navigateur n’a pas demandé à se connecter, ou il y a trop longtemps.");
    };
    if back.state.as_deref() != Some(&journey.state) || back.iss.as_deref() != Some(&journey.portal) {
        return refuse("La réponse n’est pas celle du portail (state, iss).");
    }
    if let Some(error) = back.error {
        return refuse(&format!("Le portail a répondu : {error}."));
    }
    match provider::finish(&site, journey, &back.code.unwrap_or_default()).await {
        Ok(session) => {
            let value = site.simulator.teleservices.open(session);
            let home = format!("/{}/teleservices/{code}", site.co_owner.code());
            (jar.add(cookie(&site, &code, SESSION, value)), Redirect::to(&home)).into_response()
        }
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "nobody is proved");
            refuse("Ce que le portail a répondu ne prouve rien.")
        }
    }
}
