use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use crate::options::Options;

use super::parameters::Parameters;

/// Whether the portal proved itself: `client_secret_basic` or `client_secret_post`, never both.
pub fn authenticated(options: &Options, headers: &HeaderMap, parameters: &Parameters) -> bool {
    let (id, secret) = match (basic(headers), parameters.get("client_secret")) {
        (Some(pair), None) => pair,
        (None, Some(secret)) => {
            (parameters.get("client_id").unwrap_or_default().to_owned(), secret.to_owned())
        }
        _ => return false,
    };
    id == options.client_id && secret.as_bytes().ct_eq(options.client_secret.as_bytes()).into()
}

/// Both halves are form-encoded before they are joined (RFC 6749, 2.3.1).
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((decoded(id)?, decoded(secret)?))
}

fn decoded(text: &str) -> Option<String> {
    form_urlencoded::parse(text.as_bytes()).next().map_or(Some(String::new()), |(name, rest)| {
        // A `=` that was not encoded would have cut the text in two.
        rest.is_empty().then(|| name.into_owned())
    })
}
