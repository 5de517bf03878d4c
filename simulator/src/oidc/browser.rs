//! Sign-in state of a browser, in one cookie per co-owner.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::site::Site;
use crate::world::Account;

use super::grants::SignIn;

/// Returns the browser's sign-in, unless it has expired.
pub fn current(site: &Site, jar: &CookieJar) -> Option<SignIn> {
    let cookie = jar.get(&cookie_name(site))?;
    site.simulator.grants().find_sign_in(site.co_owner, cookie.value(), site.simulator.clock.now())
}

/// Returns the account that is signed in on this browser.
pub fn account(site: &Site, jar: &CookieJar) -> Option<Account> {
    let sign_in = current(site, jar)?;
    site.simulator.read(|world| world.account(site.co_owner, &sign_in.login).cloned())
}

/// Stores the sign-in and sets its cookie.
pub fn remember(site: &Site, jar: CookieJar, sign_in: SignIn) -> CookieJar {
    let value = site.simulator.grants().store_sign_in(sign_in);
    jar.add(cookie(site, value))
}

/// Deletes the sign-in and its cookie.
pub fn forget(site: &Site, jar: CookieJar) -> CookieJar {
    if let Some(cookie) = jar.get(&cookie_name(site)) {
        site.simulator.grants().delete_sign_in(cookie.value());
    }
    jar.remove(cookie(site, String::new()))
}

fn cookie_name(site: &Site) -> String {
    format!("simulateur_{}", site.co_owner.code())
}

fn cookie(site: &Site, value: String) -> Cookie<'static> {
    // Cookies are shared by all ports of a host: the path prevents this one from being sent to the portal.
    Cookie::build((cookie_name(site), value))
        .path(format!("/{}", site.co_owner.code()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}
