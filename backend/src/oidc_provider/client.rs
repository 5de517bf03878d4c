//! Client authentication at the token endpoint: `client_secret_basic` or `client_secret_post`.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::destination::Destination;
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::{TeleservicesConfig, parameters::Parameters};
use platform::secret::Token;

/// Returns the authenticated client; `None` also if both methods are used at once (RFC 6749, §2.3).
pub(super) fn authenticate(
    clients: &TeleservicesConfig,
    authorization: Option<&str>,
    parameters: &Parameters,
) -> Option<Destination> {
    let (id, secret) = match (authorization, parameters.get("client_secret")) {
        (Some(header), None) => basic(header)?,
        (None, Some(secret)) => (parameters.get("client_id")?.to_owned(), secret.to_owned()),
        _ => return None,
    };
    let client = clients.client(&id);
    // Hashes are compared, so that the time reveals neither the length nor a prefix of the secret. An unknown client
    // takes as long.
    let expected = client.map_or("", |(_, settings)| settings.client_secret.expose());
    let equal: bool = Token::hash(&secret).ct_eq(&Token::hash(expected)).into();
    client.filter(|_| equal).map(|(client, _)| client)
}

/// Decodes a `Basic` header, whose two parts are form-encoded (RFC 6749, §2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((decode(id)?, decode(secret)?))
}

fn decode(text: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    match (pairs.next(), pairs.next()) {
        (None, _) => Some(String::new()),
        // An unencoded `=` or `&` splits the text.
        (Some((whole, rest)), None) if rest.is_empty() && !text.contains('=') => Some(whole.into_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::rights::Teleservice;

    use super::*;

    fn clients() -> TeleservicesConfig {
        serde_json::from_str(
            r#"{"ciel":{"client_id":"ci el","client_secret":"trente-deux octets, + & = : compris",
                "login_uri":"https://t.example/","redirect_uris":["https://t.example/retour"]}}"#,
        )
        .expect("settings")
    }

    const SECRET: &str = "trente-deux octets, + & = : compris";

    #[test]
    fn a_client_authenticates_by_exactly_one_method() {
        let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let header = |id: &str, secret: &str| {
            format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(id), encode(secret))))
        };
        let posted = |id: &str, secret: &str| {
            let body = format!("client_id={}&client_secret={}", encode(id), encode(secret));
            Parameters::read(body.as_bytes()).expect("once each")
        };
        let nothing = Parameters::read(b"").expect("nothing");
        let (clients, ciel) = (clients(), Some(Destination::Teleservice(Teleservice::Ciel)));
        assert_eq!(authenticate(&clients, Some(&header("ci el", SECRET)), &nothing), ciel);
        assert_eq!(authenticate(&clients, None, &posted("ci el", SECRET)), ciel);
        for (id, secret) in [("ci el", ""), ("ci el", "autre"), ("ciel", SECRET), ("", ""), ("inconnu", "")] {
            assert_eq!(authenticate(&clients, Some(&header(id, secret)), &nothing), None, "{id} {secret}");
            assert_eq!(authenticate(&clients, None, &posted(id, secret)), None, "{id} {secret}");
        }
        let both = authenticate(&clients, Some(&header("ci el", SECRET)), &posted("ci el", SECRET));
        assert_eq!(both, None);
        assert_eq!(authenticate(&clients, None, &nothing), None);
        assert_eq!(authenticate(&clients, Some("Bearer abc"), &nothing), None);
    }
}
