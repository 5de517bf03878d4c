//! Parses form bodies strictly, before the server function of the form runs.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::form::Answers;
use http_body_util::LengthLimitError;

use crate::{error_page, listener::TooSlow};

/// Maximum number of name-value pairs; the portal's forms have less than a quarter of it.
const MAX_PAIRS: usize = 200;

/// Puts [`Answers`] in the extensions and passes the request on without its body, because the server functions take no
/// arguments. Anything but a well-formed form is refused with 400, 408, 413 or 415.
pub async fn read(State(max_bytes): State<usize>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if !is_form(&parts.headers) {
        return error_page::status(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let bytes = match to_bytes(body, max_bytes).await {
        Ok(bytes) => bytes,
        Err(error) => return error_page::status(unreadable(&error)),
    };
    let Some(answers) = parse(&bytes) else {
        return error_page::status(StatusCode::BAD_REQUEST);
    };
    parts.extensions.insert(answers);
    // Leptos would go back to the page that sent the form whatever the answer: the form's own code decides.
    parts.headers.remove(header::REFERER);
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::TRANSFER_ENCODING);
    next.run(Request::from_parts(parts, Body::empty())).await
}

/// Accepts only the content type of a form without files: a form of another site could send `text/plain`.
fn is_form(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(content_type), None) = (types.next().and_then(|value| value.to_str().ok()), types.next())
    else {
        return false;
    };
    let mut parts = content_type.split(';').map(str::trim);
    parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        && parts.all(|parameter| parameter.eq_ignore_ascii_case("charset=utf-8"))
}

/// Status for a body that is too long, too slow or cut off.
fn unreadable(error: &axum::Error) -> StatusCode {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        if error.is::<TooSlow>() {
            return StatusCode::REQUEST_TIMEOUT;
        }
        cause = error.source();
    }
    StatusCode::BAD_REQUEST
}

/// Returns `None` for too many pairs, invalid UTF-8, a NUL character, or a pair without a name.
fn parse(bytes: &[u8]) -> Option<Answers> {
    let mut answers = Answers::default();
    if bytes.is_empty() {
        return Some(answers);
    }
    for (index, pair) in bytes.split(|&byte| byte == b'&').enumerate() {
        if index >= MAX_PAIRS {
            return None;
        }
        let (name, value) = pair.split_at(pair.iter().position(|&byte| byte == b'=')?);
        let (name, value) = (decode(name)?, decode(&value[1..])?);
        if name.is_empty() {
            return None;
        }
        answers.push(name, value);
    }
    Some(answers)
}

/// Decodes a percent-encoded part. Unlike common decoders, rejects invalid UTF-8 instead of replacing it.
fn decode(part: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_repeated_names_are_preserved() {
        let answers = parse(b"nom=C%C3%A9cile+L&creance=A&creance=B&vide=").expect("a form");
        assert_eq!(answers.raw("nom"), "Cécile L");
        assert_eq!(answers.all("creance"), ["A", "B"]);
        assert_eq!(answers.all("vide"), [""]);
    }

    #[test]
    fn ampersand_and_equals_sign_in_a_value_are_preserved() {
        let answers = parse(b"a=1%262%3D3=4%25").expect("a form");
        assert_eq!(answers.raw("a"), "1&2=3=4%");
    }

    #[test]
    fn malformed_bodies_are_refused() {
        let many = (0..=MAX_PAIRS).map(|index| format!("n{index}=1")).collect::<Vec<_>>().join("&");
        for body in ["a=%FF%FE", "a=%00", "a", "=1", "a=%4", "a=%zz", "a=1&&b=2", "%00=1", many.as_str()] {
            assert!(parse(body.as_bytes()).is_none(), "{body:.20}");
        }
    }

    #[test]
    fn only_the_form_content_type_is_accepted() {
        let kind = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().expect("a header"));
            is_form(&headers)
        };
        assert!(kind("application/x-www-form-urlencoded"));
        assert!(kind("application/x-www-form-urlencoded; charset=UTF-8"));
        for other in [
            "text/plain",
            "application/json",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded, text/plain",
        ] {
            assert!(!kind(other), "{other}");
        }
        assert!(!is_form(&HeaderMap::new()));
    }
}
