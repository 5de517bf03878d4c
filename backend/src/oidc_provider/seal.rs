//! Encryption at rest of the private signing keys, if a secret is configured for it.

use anyhow::anyhow;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
    rand::{SecureRandom, SystemRandom},
};

use super::OidcProviderConfig;

/// Encryption key derived from the configured secret.
pub(super) struct Seal(LessSafeKey);

impl Seal {
    /// Returns `None` if no secret is configured.
    pub fn from_config(config: &OidcProviderConfig) -> Option<Seal> {
        let secret = config.sealing_secret.as_ref()?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
        let derived = hmac::sign(&key, b"prodouane: signing keys at rest");
        let key = UnboundKey::new(&AES_256_GCM, derived.as_ref()).ok()?;
        Some(Seal(LessSafeKey::new(key)))
    }

    /// Encrypts with AES-256-GCM, bound to the identifier of the key; prepends the random nonce.
    pub fn seal(&self, kid: &str, mut key: Vec<u8>) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| anyhow!("failed to generate a nonce"))?;
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(kid), &mut key)
            .map_err(|_| anyhow!("failed to seal a signing key"))?;
        let mut sealed = nonce.to_vec();
        sealed.append(&mut key);
        Ok(sealed)
    }

    /// Decrypts what [`Self::seal`] returned for the same identifier and secret.
    pub fn open(&self, kid: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        Some(self.0.open_in_place(nonce, Aad::from(kid), &mut rest).ok()?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::secret::Secret;

    fn seal(secret: &str) -> Seal {
        let sealing_secret = Some(Secret::new(secret));
        Seal::from_config(&OidcProviderConfig { sealing_secret, ..OidcProviderConfig::default() })
            .expect("a secret")
    }

    #[test]
    fn a_sealed_key_opens_only_with_the_same_secret_and_identifier() {
        let own = seal("un secret");
        let sealed = own.seal("k1", b"key".to_vec()).expect("sealed");
        assert!(!sealed.windows(3).any(|part| part == b"key"));
        assert_eq!(own.open("k1", &sealed).as_deref(), Some(&b"key"[..]));
        assert_eq!(own.open("k2", &sealed), None);
        assert_eq!(seal("un autre").open("k1", &sealed), None);
        assert_eq!(own.open("k1", &sealed[..11]), None);
        assert!(Seal::from_config(&OidcProviderConfig::default()).is_none());
    }
}
