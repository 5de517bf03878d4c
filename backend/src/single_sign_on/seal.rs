//! What protects the private halves of the signing keys in the database, when the configuration has a secret for it.

use anyhow::anyhow;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
    rand::{SecureRandom, SystemRandom},
};

use super::SingleSignOnConfig;

pub(super) struct Seal(LessSafeKey);

impl Seal {
    pub fn of(config: &SingleSignOnConfig) -> Option<Seal> {
        let secret = config.sealing_secret.as_ref()?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
        let derived = hmac::sign(&key, b"prodouane: signing keys at rest");
        let key = UnboundKey::new(&AES_256_GCM, derived.as_ref()).ok()?;
        Some(Seal(LessSafeKey::new(key)))
    }

    /// AES-256-GCM under a nonce drawn for it, which stands in front; bound to the name of the key.
    pub fn close(&self, kid: &str, mut key: Vec<u8>) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| anyhow!("no randomness"))?;
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(kid), &mut key)
            .map_err(|_| anyhow!("a key cannot be sealed"))?;
        let mut sealed = nonce.to_vec();
        sealed.append(&mut key);
        Ok(sealed)
    }

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
    use crate::secret::Secret;

    fn seal(secret: &str) -> Seal {
        let sealing_secret = Some(Secret::new(secret));
        Seal::of(&SingleSignOnConfig { sealing_secret, ..SingleSignOnConfig::default() }).expect("a secret")
    }

    #[test]
    fn what_is_sealed_opens_with_its_own_secret_and_under_its_own_name() {
        let own = seal("un secret");
        let sealed = own.close("k1", b"key".to_vec()).expect("sealed");
        assert!(!sealed.windows(3).any(|part| part == b"key"));
        assert_eq!(own.open("k1", &sealed).as_deref(), Some(&b"key"[..]));
        assert_eq!(own.open("k2", &sealed), None);
        assert_eq!(seal("un autre").open("k1", &sealed), None);
        assert_eq!(own.open("k1", &sealed[..11]), None);
        assert!(Seal::of(&SingleSignOnConfig::default()).is_none());
    }
}
