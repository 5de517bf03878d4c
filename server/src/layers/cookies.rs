//! The two cookies of the portal. Each holds a random secret and nothing else.

use app::context::{CookieChange, Cookies};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// Session cookie: removed when the browser closes; the database decides when the session expires.
pub const SESSION: &str = "__Host-prodouane";
/// Trusted device cookie: no code is required from this browser for `sessions.device_days`.
pub const DEVICE: &str = "__Host-appareil";

/// The portal's secrets are shorter: a longer value is not looked up.
const MAX_SECRET_CHARS: usize = 128;

/// Returns the secret of a cookie, or `None` if it cannot be one that the portal generated.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = CookieJar::from_headers(headers).get(name)?.value().to_owned();
    let plausible = !value.is_empty()
        && value.len() <= MAX_SECRET_CHARS
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=+/.".contains(&byte));
    plausible.then_some(value)
}

/// Adds the cookies that the handlers of the request set or cleared.
pub fn write(cookies: &Cookies, device_days: u64, response: &mut Response) {
    let changes = cookies.take();
    let device_seconds = i64::try_from(device_days.saturating_mul(86_400)).unwrap_or(i64::MAX);
    let lines = [
        changes.session.map(|change| line(SESSION, change, None)),
        changes.device.map(|change| line(DEVICE, change, Some(device_seconds))),
    ];
    for line in lines.into_iter().flatten() {
        // Secrets are base64 or hexadecimal, hence valid in a header.
        if let Ok(value) = HeaderValue::from_str(&line) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

fn line(name: &'static str, change: CookieChange, max_age_seconds: Option<i64>) -> String {
    let (value, age) = match change {
        CookieChange::Set(secret) => (secret, max_age_seconds.map(|seconds| format!("; Max-Age={seconds}"))),
        CookieChange::Clear => (String::new(), Some("; Max-Age=0".to_owned())),
    };
    let cookie = Cookie::build((name, value)).secure(true).http_only(true).same_site(SameSite::Lax).path("/");
    format!("{}{}", cookie.build(), age.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    #[test]
    fn cookies_have_all_protective_attributes() {
        let cookies = Cookies::default();
        cookies.set_session("secret");
        cookies.clear_device();
        let mut response = ().into_response();
        write(&cookies, 90, &mut response);
        let lines: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
        assert_eq!(
            lines,
            [
                "__Host-prodouane=secret; HttpOnly; SameSite=Lax; Secure; Path=/",
                "__Host-appareil=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
            ]
        );
    }

    #[test]
    fn impossible_secrets_are_ignored() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "__Host-prodouane=a'b; __Host-appareil=abc-_1".parse().expect("a header"),
        );
        assert_eq!(read(&headers, SESSION), None);
        assert_eq!(read(&headers, DEVICE).as_deref(), Some("abc-_1"));
    }
}
