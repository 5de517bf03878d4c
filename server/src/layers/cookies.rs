//! The cookies of the portal. Each holds a random secret and nothing else.

use app::context::{CookieChange, CookieNames, Cookies};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use backend::config::Config;

/// The portal's secrets are shorter: a longer value is not looked up.
const MAX_SECRET_CHARS: usize = 128;

/// Returns the secret of the session cookie.
pub fn session(headers: &HeaderMap, config: &Config) -> Option<String> {
    read(headers, CookieNames::of(config).session)
}

/// Returns the secret of the trusted device cookie.
pub fn device(headers: &HeaderMap, config: &Config) -> Option<String> {
    read(headers, CookieNames::of(config).device)
}

/// Returns `true` if the request has a cookie of the portal, valid or not.
pub fn any(headers: &HeaderMap, config: &Config) -> bool {
    let names = CookieNames::of(config);
    [names.session, names.device, names.probe].iter().any(|name| read(headers, name).is_some())
}

/// Returns the secret of a cookie, or `None` if it cannot be one that the portal generated.
fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = CookieJar::from_headers(headers).get(name)?.value().to_owned();
    let plausible = !value.is_empty()
        && value.len() <= MAX_SECRET_CHARS
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=+/.".contains(&byte));
    plausible.then_some(value)
}

/// Adds the cookies that the handlers of the request set or cleared.
pub fn write(cookies: &Cookies, config: &Config, response: &mut Response) {
    let changes = cookies.take();
    let (names, secure) = (CookieNames::of(config), config.uses_https());
    let device_seconds =
        i64::try_from(config.sessions.device_days.saturating_mul(86_400)).unwrap_or(i64::MAX);
    let lines = [
        changes.session.map(|change| line(names.session, secure, change, None)),
        changes.device.map(|change| line(names.device, secure, change, Some(device_seconds))),
        changes.probe.map(|change| line(names.probe, secure, change, None)),
    ];
    for line in lines.into_iter().flatten() {
        // Secrets are base64 or hexadecimal, hence valid in a header.
        if let Ok(value) = HeaderValue::from_str(&line) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

fn line(name: &'static str, secure: bool, change: CookieChange, max_age_seconds: Option<i64>) -> String {
    let (value, age) = match change {
        CookieChange::Set(secret) => (secret, max_age_seconds.map(|seconds| format!("; Max-Age={seconds}"))),
        CookieChange::Clear => (String::new(), Some("; Max-Age=0".to_owned())),
    };
    let cookie =
        Cookie::build((name, value)).secure(secure).http_only(true).same_site(SameSite::Lax).path("/");
    format!("{}{}", cookie.build(), age.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    fn config(base_url: &str) -> Config {
        Config { base_url: base_url.parse().expect("an address"), ..Config::default() }
    }

    fn written(base_url: &str) -> Vec<HeaderValue> {
        let cookies = Cookies::default();
        cookies.set_session("secret");
        cookies.clear_device();
        let mut response = ().into_response();
        write(&cookies, &config(base_url), &mut response);
        response.headers().get_all(header::SET_COOKIE).iter().cloned().collect()
    }

    #[test]
    fn cookies_have_all_protective_attributes() {
        for address in ["https://portail.example", "https://localhost:3000", "HTTPS://[::1]"] {
            assert_eq!(
                written(address),
                [
                    "__Host-prodouane=secret; HttpOnly; SameSite=Lax; Secure; Path=/",
                    "__Host-appareil=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
                ],
                "{address}"
            );
        }
    }

    #[test]
    fn cookies_without_https_on_this_machine_suit_every_browser() {
        for address in
            ["http://localhost:3000", "HTTP://LOCALHOST.", "http://127.1:3000", "http://[::1]:3000"]
        {
            assert_eq!(
                written(address),
                [
                    "prodouane=secret; HttpOnly; SameSite=Lax; Path=/",
                    "appareil=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
                ],
                "{address}"
            );
        }
    }

    #[test]
    fn only_cookies_of_the_portals_own_names_are_read() {
        let mut headers = HeaderMap::new();
        let both = "__Host-prodouane=secure; prodouane=plain; __Host-appareil=secure; appareil=plain";
        headers.insert(header::COOKIE, both.parse().expect("a header"));
        for (address, expected) in [("https://portail.example", "secure"), ("http://localhost", "plain")] {
            let config = config(address);
            assert_eq!(session(&headers, &config).as_deref(), Some(expected), "{address}");
            assert_eq!(device(&headers, &config).as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn impossible_secrets_are_ignored() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "__Host-prodouane=a'b; __Host-appareil=abc-_1".parse().expect("a header"),
        );
        let config = config("https://portail.example");
        assert_eq!(session(&headers, &config), None);
        assert_eq!(device(&headers, &config).as_deref(), Some("abc-_1"));
    }
}
