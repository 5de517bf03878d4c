//! Signed tokens in compact serialization, RS256 only (RFC 7515).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{keys, public_key::PublicKey};
use platform::Error;

use crate::Portal;

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: String,
    #[serde(default)]
    kid: String,
}

/// Signs claims; `typ`: kind of the token, so that it is not accepted as another kind.
pub(super) async fn sign(portal: &Portal, typ: &str, claims: &impl Serialize) -> Result<String, Error> {
    let signer = keys::signer(portal).await?;
    let header = Header { alg: "RS256".to_owned(), typ: typ.to_owned(), kid: signer.kid.clone() };
    let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
    let message = format!("{}.{}", part(serde_json::to_vec(&header)?), part(serde_json::to_vec(claims)?));
    let signature = signer.sign(message.as_bytes())?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Verifies kind and signature and returns the claims. Does not check any date.
pub(super) fn verify<T: DeserializeOwned>(keys: &[PublicKey], typ: &str, token: &str) -> Option<T> {
    let (message, signature) = token.rsplit_once('.')?;
    let (header, claims) = message.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let key = keys.iter().find(|key| key.kid() == header.kid)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    let valid = header.alg == "RS256" && header.typ == typ && key.verifies(message.as_bytes(), &signature);
    valid.then(|| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()).flatten()
}

/// `at_hash`: left half of the hash of the access token (OpenID Connect Core, §3.1.3.6).
pub(super) fn at_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(token.as_bytes())[..16])
}
