//! The sign-in that a browser keeps, one cookie per co-owner.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::site::Site;
use crate::world::Account;

use super::grants::SignIn;

pub fn current(site: &Site, jar: &CookieJar) -> Option<SignIn> {
    let cookie = jar.get(&name(site))?;
    site.simulator.grants().signed_in(site.co_owner, cookie.value(), site.simulator.clock.now())
}

/// The account that this browser is signed in with.
pub fn account(site: &Site, jar: &CookieJar) -> Option<Account> {
    let sign_in = current(site, jar)?;
    site.simulator.read(|world| world.account(site.co_owner, &sign_in.login).cloned())
}

pub fn remember(site: &Site, jar: CookieJar, sign_in: SignIn) -> CookieJar {
    let value = site.simulator.grants().sign_in(sign_in);
    jar.add(cookie(site, value))
}

pub fn forget(site: &Site, jar: CookieJar) -> CookieJar {
    if let Some(cookie) = jar.get(&name(site)) {
        site.simulator.grants().sign_out(cookie.value());
    }
    jar.remove(cookie(site, String::new()))
}

fn name(site: &Site) -> String {
    format!("simulateur_{}", site.co_owner.code())
}

fn cookie(site: &Site, value: String) -> Cookie<'static> {
    // Cookies ignore ports: the path keeps this one away from the portal on the same host.
    Cookie::build((name(site), value))
        .path(format!("/{}", site.co_owner.code()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}
