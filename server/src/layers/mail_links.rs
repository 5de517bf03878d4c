//! Repair of addresses that were damaged on their way from a mail.

use axum::extract::Request;
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::percent_decode_str;

/// Redirects to the address without the signs that end no address of the portal: programs that turn the text of a mail
/// into a link take the sign after it, and some encode the `?` before its parameters. What follows the token of a link is
/// left out by `backend::accounts::links`.
pub async fn repair(request: Request, next: Next) -> Response {
    match repaired(request.method(), request.uri()) {
        Some(address) => Redirect::to(&address).into_response(),
        None => next.run(request).await,
    }
}

/// Returns `None` if there is nothing to repair.
fn repaired(method: &Method, uri: &Uri) -> Option<String> {
    if method != Method::GET && method != Method::HEAD {
        return None;
    }
    let decoded = percent_decode_str(uri.path()).decode_utf8().ok()?;
    let (path, encoded_query) =
        decoded.split_once('?').map_or((&*decoded, None), |(path, query)| (path, Some(query)));
    let trimmed = path.trim_end_matches(|c: char| !is_of_path(c));
    if trimmed == decoded {
        return None;
    }
    // Another site's address begins with two slashes.
    let is_of_portal =
        trimmed.starts_with('/') && !trimmed.starts_with("//") && trimmed.chars().all(is_of_path);
    let parameters = [encoded_query, uri.query()].into_iter().flatten().collect::<Vec<_>>().join("&");
    let is_printable = parameters.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_of_portal || !is_printable {
        return None;
    }
    let question_mark = if parameters.is_empty() { "" } else { "?" };
    Some([trimmed, question_mark, &parameters].concat())
}

/// Returns `true` for the characters of the portal's paths; a dot ends none of them.
fn is_of_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired_get(address: &str) -> Option<String> {
        repaired(&Method::GET, &address.parse().expect("an address"))
    }

    #[test]
    fn signs_after_an_address_are_left_out() {
        for sign in [
            ".",
            ")",
            ",",
            ";",
            ":",
            "!",
            "'",
            "*",
            "]",
            ").",
            "%3E",
            "%22",
            "%C2%BB",
            "%C2%A0%C2%BB",
            "%E2%80%99",
            "%20",
            "%E2%80%A6",
        ] {
            let address = format!("/messagerie/question/0198{sign}");
            assert_eq!(repaired_get(&address).as_deref(), Some("/messagerie/question/0198"), "{sign}");
        }
        assert_eq!(repaired_get("/connexion.?utm_source=x").as_deref(), Some("/connexion?utm_source=x"));
        assert_eq!(repaired_get("/.").as_deref(), Some("/"));
    }

    #[test]
    fn encoded_question_mark_is_decoded() {
        assert_eq!(repaired_get("/activation%3Fjeton%3Dabc").as_deref(), Some("/activation?jeton=abc"));
        assert_eq!(
            repaired_get("/activation%3Fjeton%3Dabc?utm_source=x").as_deref(),
            Some("/activation?jeton=abc&utm_source=x")
        );
    }

    #[test]
    fn other_addresses_are_left_as_they_are() {
        for address in [
            "/",
            "/messagerie/question/0198",
            "/pkg/portail.js",
            "//exemple.fr.",
            "/%2F%2Fexemple.fr.",
            "/a%5Cb.",
            "/%FF.",
        ] {
            assert_eq!(repaired_get(address), None, "{address}");
        }
        assert_eq!(repaired(&Method::POST, &Uri::from_static("/form/x.")), None);
    }
}
