//! Client authentication at the token endpoint.

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use crate::options::Options;

use super::parameters::Parameters;

/// Returns `true` if the portal is authenticated by `client_secret_basic` or `client_secret_post`; both at once are
/// refused.
pub fn is_authenticated(options: &Options, headers: &HeaderMap, parameters: &Parameters) -> bool {
    let (id, secret) = match (basic_credentials(headers), parameters.get("client_secret")) {
        (Some(pair), None) => pair,
        (None, Some(secret)) => {
            (parameters.get("client_id").unwrap_or_default().to_owned(), secret.to_owned())
        }
        _ => return false,
    };
    id == options.client_id && secret.as_bytes().ct_eq(options.client_secret.as_bytes()).into()
}

/// Reads the `Basic` credentials; identifier and secret are form-encoded (RFC 6749, 2.3.1).
fn basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((form_decode(id)?, form_decode(secret)?))
}

fn form_decode(text: &str) -> Option<String> {
    form_urlencoded::parse(text.as_bytes()).next().map_or(Some(String::new()), |(name, rest)| {
        // An unencoded `=` would have split the text into a name and a value.
        rest.is_empty().then(|| name.into_owned())
    })
}
