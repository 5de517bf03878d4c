//! Cookies of the téléservices.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::sessions::Session;
use crate::site::Site;

pub const SESSION_COOKIE: &str = "teleservice_session";
pub const PENDING_COOKIE: &str = "teleservice_parcours";

/// Builds a cookie of a téléservice. Its path prevents it from being sent to other téléservices and to the
/// portal on the same host.
pub fn cookie(site: &Site, code: &str, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(format!("/{}/teleservices/{code}", site.co_owner.code()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

/// Returns the session of this browser in the téléservice.
pub fn current(site: &Site, code: &str, jar: &CookieJar) -> Option<Session> {
    let session = site.simulator.teleservices.find(jar.get(SESSION_COOKIE)?.value())?;
    (session.teleservice == code).then_some(session)
}
