//! Published part of a signing key.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::Serialize;

/// JSON Web Key (RFC 7517).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct PublicKey {
    #[sqlx(skip)]
    #[serde(flatten)]
    kind: Kind,
    kid: String,
    #[sqlx(rename = "modulus")]
    n: String,
    #[sqlx(rename = "exponent")]
    e: String,
}

/// Members that are equal for all keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Kind {
    kty: &'static str,
    r#use: &'static str,
    alg: &'static str,
}

impl Default for Kind {
    fn default() -> Self {
        Kind { kty: "RSA", r#use: "sig", alg: "RS256" }
    }
}

impl PublicKey {
    /// Identifier of the key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let (Ok(n), Ok(e)) = (URL_SAFE_NO_PAD.decode(&self.n), URL_SAFE_NO_PAD.decode(&self.e)) else {
            return false;
        };
        RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
    }
}
