//! Generation of signing keys.

use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{RsaPrivateKey, pkcs8::EncodePrivateKey, traits::PublicKeyParts};
use sha2::{Digest, Sha256};

const BITS: usize = 2048;

/// Key pair before it is stored.
pub(super) struct GeneratedKey {
    /// Thumbprint of the public part (RFC 7638).
    pub kid: String,
    /// PKCS#8.
    pub private_key: Vec<u8>,
    /// base64url, like `exponent`.
    pub modulus: String,
    pub exponent: String,
}

/// Generates an RSA key. Takes up to seconds: call it on a blocking thread.
pub(super) fn generate() -> anyhow::Result<GeneratedKey> {
    let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, BITS).context("failed to generate a key")?;
    let private_key = key.to_pkcs8_der().context("failed to encode a key")?.as_bytes().to_vec();
    let encode = |number: &rsa::BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
    let (modulus, exponent) = (encode(key.n()), encode(key.e()));
    Ok(GeneratedKey { kid: thumbprint(&modulus, &exponent), private_key, modulus, exponent })
}

fn thumbprint(modulus: &str, exponent: &str) -> String {
    let text = format!(r#"{{"e":"{exponent}","kty":"RSA","n":"{modulus}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Example of RFC 7638, §3.1.
    #[test]
    fn thumbprint_follows_the_standard() {
        let modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst\
                       n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI\
                       SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        assert_eq!(thumbprint(modulus, "AQAB"), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
