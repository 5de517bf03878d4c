//! Signed tokens: three parts in base64url, RS256 and nothing else (RFC 7515).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::keys::{self, PublicKey};
use crate::{Error, Portal};

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: String,
    #[serde(default)]
    kid: String,
}

/// `typ`: what kind of token it is, so that none passes for another.
pub(super) async fn sign(portal: &Portal, typ: &str, claims: &impl Serialize) -> Result<String, Error> {
    let signer = keys::signer(portal).await?;
    let header = Header { alg: "RS256".to_owned(), typ: typ.to_owned(), kid: signer.kid.clone() };
    let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
    let message = format!("{}.{}", part(serde_json::to_vec(&header)?), part(serde_json::to_vec(claims)?));
    let signature = signer.sign(message.as_bytes())?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The claims of a token of that kind that one of the keys signed; its dates are the caller's matter.
pub(super) fn verified<T: DeserializeOwned>(keys: &[PublicKey], typ: &str, token: &str) -> Option<T> {
    let (message, signature) = token.rsplit_once('.')?;
    let (header, claims) = message.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let key = keys.iter().find(|key| key.kid() == header.kid)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    let genuine = header.alg == "RS256" && header.typ == typ && key.verifies(message.as_bytes(), &signature);
    genuine.then(|| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()).flatten()
}

/// `at_hash`: the first half of the access token's hash (OpenID Connect Core, §3.1.3.6).
pub(super) fn half_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(token.as_bytes())[..16])
}
