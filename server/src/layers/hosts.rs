//! Check of the `Host` header, and its removal before pages are rendered.

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::{Authority, PathAndQuery};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, Version, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::error_page;

/// Refuses a malformed host as RFC 9112 requires, and hosts other than `accepted_hosts`, if the configuration lists any.
/// Links are always built from `base_url`.
pub async fn check(State(accepted): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    let Ok(host) = host(&request) else { return error_page::status(StatusCode::BAD_REQUEST) };
    if accepted.is_empty() || accepted.iter().any(|name| name.eq_ignore_ascii_case(host)) {
        return next.run(request).await;
    }
    error_page::status(StatusCode::MISDIRECTED_REQUEST)
}

struct Malformed;

/// Returns the host of the request target, else that of the header; empty for an HTTP/1.0 request without either.
fn host(request: &Request) -> Result<&str, Malformed> {
    let header = host_header(request.headers(), request.version())?;
    match request.uri().authority() {
        Some(authority) if is_host(authority.as_str()) => Ok(authority.as_str()),
        Some(_) => Err(Malformed),
        None => Ok(header),
    }
}

fn host_header(headers: &HeaderMap, version: Version) -> Result<&str, Malformed> {
    let mut lines = headers.get_all(header::HOST).iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) => line.to_str().ok().filter(|host| is_host(host)).ok_or(Malformed),
        (None, _) if version < Version::HTTP_11 => Ok(""),
        _ => Err(Malformed),
    }
}

/// Returns `true` for a name or an address, with or without a port.
fn is_host(text: &str) -> bool {
    let Ok(authority) = Authority::from_str(text) else { return false };
    let name = authority.host();
    let is_name = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) && !name.is_empty()
    };
    let is_address = |name: &str| {
        let inside = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        inside.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok())
    };
    // Compared with the whole, because the parser accepts user names and anything after the port.
    let rest = &text[text.len().min(name.len())..];
    let is_port = rest.is_empty()
        || rest.strip_prefix(':').is_some_and(|port| {
            port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok())
        });
    text.starts_with(name) && is_port && (is_name(name) || is_address(name))
}

/// Removes host and scheme from a request for a page, so that Leptos routes by the path alone: it would parse them
/// together with the path as one URL, which can fail or lead to another page.
pub async fn remove(mut request: Request) -> Request {
    let headers = request.headers_mut();
    headers.remove(header::HOST);
    headers.remove(HeaderName::from_static("x-forwarded-proto"));
    let path = request.uri().path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
    *request.uri_mut() = Uri::from(path);
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_or_addresses_with_an_optional_port() {
        for host in [
            "portail.example",
            "PORTAIL.example:443",
            "localhost:",
            "xn--socit-esab.fr",
            "a_b.example",
            "127.0.0.1:3000",
            "[::1]",
            "[2001:db8::1]:8080",
        ] {
            assert!(is_host(host), "{host}");
        }
        for host in [
            "",
            " ",
            ":80",
            "a b",
            "a/b",
            "a?b",
            "a#b",
            "a\\b",
            "a@b",
            "a:b@c",
            "a:b",
            "a:80:80",
            "a:99999",
            "a:+1",
            "a,b",
            "a%00b",
            "%41",
            "<a>",
            "a\"b",
            "société.fr",
            "[",
            "[]",
            "[::1",
            "::1",
            "[::1]x",
            "[::zz]",
            "[127.0.0.1]",
            "http://a",
            "/",
            "..//",
        ] {
            assert!(!is_host(host), "{host}");
        }
    }
}
