//! Sign-in through the portal, started at the portal or at the téléservice (OpenID Connect Core, §4).

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::cookies::{PENDING_COOKIE, SESSION_COOKIE, cookie};
use super::oidc_client;
use super::sessions::Session;
use crate::catalogue;
use crate::oidc::{SignIn, browser};
use crate::page;
use crate::site::Site;

const REFUSED: &str = "Connexion refusée";

#[derive(Deserialize)]
pub struct Initiation {
    /// The portal that initiates the sign-in; the first registered one if absent.
    iss: Option<String>,
    /// Page of the téléservice to show after the sign-in; its home page if absent.
    target_link_uri: Option<String>,
}

impl Initiation {
    /// Returns the page to show after the sign-in, or `None` for a page of another site: any site can link here.
    fn target(&self, site: &Site, code: &str) -> Option<String> {
        let home = match is_site(site, code) {
            true => site.base(),
            false => format!("{}/teleservices/{code}", site.base()),
        };
        let target = self.target_link_uri.as_ref().unwrap_or(&home);
        let rest = target.strip_prefix(&home)?;
        (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| target.clone())
    }
}

/// Redirects to the portal with an authorization request: `GET /{co_owner}/teleservices/{code}/connexion`.
pub async fn begin(
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(initiation): Query<Initiation>,
    jar: CookieJar,
) -> Response {
    if catalogue::find(site.co_owner, &code).is_none() && !is_site(&site, &code) {
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
    let Some(target) = initiation.target(&site, &code) else {
        let text = "La page à ouvrir (target_link_uri) n’est pas de ce téléservice.";
        return page::error(StatusCode::BAD_REQUEST, REFUSED, text);
    };
    match oidc_client::begin(&site, &portal, &code, target).await {
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
    let target = pending.target.clone();
    match oidc_client::finish(&site, pending, &callback.code.unwrap_or_default()).await {
        Ok(session) if is_site(&site, &code) => sign_in_to_site(&site, jar, session, &target),
        Ok(session) => {
            let value = site.simulator.teleservices.open(session);
            (jar.add(cookie(&site, &code, SESSION_COOKIE, value)), Redirect::to(&target)).into_response()
        }
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "failed to verify the portal's response");
            refuse("La réponse du portail n’a pas pu être vérifiée.")
        }
    }
}

/// Code of the co-owner's own site, as a client of the portal.
fn is_site(site: &Site, code: &str) -> bool {
    code == format!("SITE-{}", site.co_owner.code().to_uppercase())
}

/// Signs the browser in with the linked account, as if the person had typed its password.
fn sign_in_to_site(site: &Site, jar: CookieJar, session: Session, target: &str) -> Response {
    let login = session
        .compte
        .filter(|login| site.simulator.read(|world| world.account(site.co_owner, login).is_some()));
    let Some(login) = login else {
        let text = "Le portail n’a pas donné de compte connu de ce site.";
        return (jar, page::error(StatusCode::FORBIDDEN, REFUSED, text)).into_response();
    };
    let sign_in = SignIn { co_owner: site.co_owner, login, at: site.simulator.clock.now() };
    (browser::remember(site, jar, sign_in), Redirect::to(target)).into_response()
}
