//! Encryption at rest of secrets that must be read again: keys of authenticator apps, private signing keys.
//!
//! AES-256-GCM with random nonces, through `ring`. The associated data names the row, so that a ciphertext copied to
//! another row cannot be read there. Keys are in the configuration, never in the database (`docs/adr/0024`).

use std::{fmt, sync::Arc};

use anyhow::{Context, anyhow, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};
use sha2::{Digest, Sha256};

use crate::{Error, config::EncryptionConfig};

/// Identifier of the key of trials, which is published with the source code.
const TRIAL_KEY: &str = "essai";

/// Maximum number of characters of a key's identifier.
const MAX_ID: usize = 32;

/// Encryption keys by identifier. The first one encrypts, all decrypt. Cheap to clone.
#[derive(Clone)]
pub struct Keyring(Arc<[Key]>);

struct Key {
    id: String,
    key: LessSafeKey,
}

/// Stored form of a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Encrypted {
    /// Identifier of the key that encrypted it.
    pub key_id: String,
    /// Nonce, ciphertext and tag.
    pub bytes: Vec<u8>,
}

/// Row that a secret belongs to.
pub struct SecretRow {
    table: &'static str,
    /// Table and identifiers, as they are authenticated.
    data: Vec<u8>,
}

impl SecretRow {
    /// Row of a table with these identifiers, which must not change.
    pub fn new(table: &'static str, identifiers: &[&[u8]]) -> SecretRow {
        let mut data = Vec::new();
        for part in [table.as_bytes()].iter().chain(identifiers) {
            push_with_length(&mut data, part);
        }
        SecretRow { table, data }
    }
}

/// Result of encrypting rows again with the first key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    pub encrypted: u64,
    /// Secrets whose key is not in the configuration, or that were altered.
    pub unreadable: u64,
}

impl Rotation {
    pub fn plus(self, other: Rotation) -> Rotation {
        Rotation {
            encrypted: self.encrypted + other.encrypted,
            unreadable: self.unreadable + other.unreadable,
        }
    }
}

impl Keyring {
    /// Reads the keys of the configuration. Without any, returns the published key of trials.
    ///
    /// # Errors
    /// A malformed identifier or key, or an identifier given twice.
    pub fn from_config(config: &EncryptionConfig) -> anyhow::Result<Keyring> {
        if config.keys.is_empty() {
            let bytes = Sha256::digest(b"prodouane: published key for trials on one machine");
            return Ok(Keyring(Arc::new([Key::new(TRIAL_KEY, bytes.as_slice())?])));
        }
        let mut keys: Vec<Key> = Vec::new();
        for configured in &config.keys {
            check_id(&configured.id)?;
            ensure!(
                keys.iter().all(|other| other.id != configured.id),
                "encryption.keys: two keys have the identifier {}",
                configured.id
            );
            let bytes = STANDARD.decode(configured.key.expose().trim()).unwrap_or_default();
            keys.push(Key::new(&configured.id, &bytes).with_context(|| {
                format!(
                    "encryption.keys: the key {} must be 32 random bytes in base64, as `openssl rand -base64 32` \
                     prints them",
                    configured.id
                )
            })?);
        }
        Ok(Keyring(keys.into()))
    }

    /// Identifier of the key that encrypts.
    pub fn current_id(&self) -> &str {
        self.0.first().map_or(TRIAL_KEY, |key| key.id.as_str())
    }

    /// Encrypts a secret of a row.
    ///
    /// # Errors
    /// [`Error::Unexpected`] if the operating system provides no randomness.
    pub fn encrypt(&self, row: &SecretRow, secret: &[u8]) -> Result<Encrypted, Error> {
        let key = self.0.first().context("no encryption key")?;
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| anyhow!("failed to generate a nonce"))?;
        let mut ciphertext = secret.to_vec();
        key.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(associated_data(row, &key.id)),
                &mut ciphertext,
            )
            .map_err(|_| anyhow!("failed to encrypt a secret"))?;
        Ok(Encrypted { key_id: key.id.clone(), bytes: [nonce.as_slice(), &ciphertext].concat() })
    }

    /// Decrypts a secret of the row that it was encrypted for.
    ///
    /// # Errors
    /// [`Error::Unexpected`] if the key is not in the configuration, or the secret was altered or belongs to another row.
    pub fn decrypt(&self, row: &SecretRow, secret: &Encrypted) -> Result<Vec<u8>, Error> {
        let key = self.0.iter().find(|key| key.id == secret.key_id).with_context(|| {
            format!(
                "a secret of {} is encrypted with the key {}, which is not in encryption.keys",
                row.table, secret.key_id
            )
        })?;
        let data = associated_data(row, &key.id);
        let decrypted = key.open(&data, &secret.bytes).with_context(|| {
            format!("a secret of {} was altered, or encrypted with another key named {}", row.table, key.id)
        })?;
        Ok(decrypted)
    }

    /// Encrypts a secret again with the first key; `None` if it cannot be read, which is logged.
    ///
    /// # Errors
    /// As [`Self::encrypt`].
    pub fn encrypt_again(&self, row: &SecretRow, secret: &Encrypted) -> Result<Option<Encrypted>, Error> {
        match self.decrypt(row, secret) {
            Ok(plain) => self.encrypt(row, &plain).map(Some),
            Err(error) => {
                tracing::error!(%error, "secret cannot be encrypted again");
                Ok(None)
            }
        }
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

impl fmt::Debug for Encrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encrypted({})", self.key_id)
    }
}

impl Key {
    fn new(id: &str, bytes: &[u8]) -> anyhow::Result<Key> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| anyhow!("{} bytes", bytes.len()))?;
        Ok(Key { id: id.to_owned(), key: LessSafeKey::new(key) })
    }

    fn open(&self, associated_data: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, ciphertext) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut ciphertext = ciphertext.to_vec();
        let plain = self.key.open_in_place(nonce, Aad::from(associated_data), &mut ciphertext).ok()?;
        Some(plain.to_vec())
    }
}

fn check_id(id: &str) -> anyhow::Result<()> {
    let is_well_formed = (1..=MAX_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    ensure!(
        is_well_formed && id != TRIAL_KEY,
        "encryption.keys: the identifier «{id}» must be 1 to {MAX_ID} letters, digits, dots or dashes, and not \
         «{TRIAL_KEY}»"
    );
    Ok(())
}

/// Returns table, identifiers and key, each after its length: no two rows have the same data.
fn associated_data(row: &SecretRow, key_id: &str) -> Vec<u8> {
    let mut data = row.data.clone();
    push_with_length(&mut data, key_id.as_bytes());
    data
}

fn push_with_length(data: &mut Vec<u8>, part: &[u8]) {
    data.extend((part.len() as u64).to_be_bytes());
    data.extend(part);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::EncryptionKey, secret::Secret};

    fn key(id: &str, byte: u8) -> EncryptionKey {
        EncryptionKey { id: id.to_owned(), key: Secret::new(STANDARD.encode([byte; 32])) }
    }

    fn keyring(keys: &[EncryptionKey]) -> Keyring {
        Keyring::from_config(&EncryptionConfig { keys: keys.to_vec() }).expect("keys")
    }

    fn refusal(keys: &[EncryptionKey]) -> String {
        let refused = Keyring::from_config(&EncryptionConfig { keys: keys.to_vec() });
        format!("{:#}", refused.expect_err("refused"))
    }

    fn row() -> SecretRow {
        SecretRow::new("totp_factor", &[b"account", b"app"])
    }

    #[test]
    fn secrets_are_read_only_in_their_row_with_their_key() {
        let own = keyring(&[key("2026", 1)]);
        let secret = own.encrypt(&row(), b"12345678901234567890").expect("encrypted");
        assert_eq!(secret.key_id, "2026");
        assert!(!secret.bytes.windows(4).any(|part| part == b"1234"));
        assert_ne!(own.encrypt(&row(), b"12345678901234567890").expect("encrypted"), secret, "another nonce");
        assert_eq!(own.decrypt(&row(), &secret).expect("decrypted"), b"12345678901234567890");
        for (table, identifiers) in [
            ("totp_enrolment", &[b"account".as_slice(), b"app"][..]),
            ("totp_factor", &[b"another".as_slice(), b"app"]),
            ("totp_factor", &[b"account".as_slice(), b"other"]),
            ("totp_factor", &[b"accounta".as_slice(), b"pp"]),
            ("totp_factor", &[b"account".as_slice()]),
        ] {
            let row = SecretRow::new(table, identifiers);
            assert!(own.decrypt(&row, &secret).is_err(), "{table} {identifiers:?}");
        }
        assert!(keyring(&[key("2026", 2)]).decrypt(&row(), &secret).is_err(), "another key of this name");
        assert!(keyring(&[key("2027", 1)]).decrypt(&row(), &secret).is_err(), "a key of another name");
        let renamed = Encrypted { key_id: "2027".to_owned(), ..secret.clone() };
        assert!(keyring(&[key("2027", 1)]).decrypt(&row(), &renamed).is_err(), "the name is authenticated");
        for position in 0..secret.bytes.len() {
            let mut altered = secret.clone();
            altered.bytes[position] ^= 1;
            assert!(own.decrypt(&row(), &altered).is_err(), "{position}");
        }
        for length in [0, 11, 12, 27] {
            let cut = Encrypted { bytes: secret.bytes[..length].to_vec(), ..secret.clone() };
            assert!(own.decrypt(&row(), &cut).is_err(), "{length}");
        }
    }

    #[test]
    fn first_key_encrypts_and_all_decrypt() {
        let old = keyring(&[key("2026", 1)]).encrypt(&row(), b"secret").expect("encrypted");
        let both = keyring(&[key("2027", 2), key("2026", 1)]);
        assert_eq!(
            (both.current_id(), both.decrypt(&row(), &old).expect("read")),
            ("2027", b"secret".to_vec())
        );
        let again = both.encrypt_again(&row(), &old).expect("encrypted").expect("readable");
        let new = keyring(&[key("2027", 2)]);
        assert_eq!(new.decrypt(&row(), &again).expect("read"), b"secret");
        assert_eq!(new.encrypt_again(&row(), &old).expect("no failure"), None, "unreadable");
    }

    #[test]
    fn keys_are_checked_and_never_shown() {
        for (keys, expected) in [
            (vec![key("", 1)], "letters, digits"),
            (vec![key("une clé", 1)], "letters, digits"),
            (vec![key("essai", 1)], "letters, digits"),
            (vec![key("2026", 1), key("2026", 2)], "two keys"),
            (vec![EncryptionKey { id: "2026".to_owned(), key: Secret::new("trop court") }], "openssl rand"),
            (
                vec![EncryptionKey { id: "2026".to_owned(), key: Secret::new(STANDARD.encode([1; 31])) }],
                "openssl rand",
            ),
        ] {
            let message = refusal(&keys);
            assert!(message.contains(expected), "{message}");
            assert!(!message.contains("trop court"), "{message}");
        }
        assert_eq!(format!("{:?}", keyring(&[key("2026", 1)])), r#"["2026"]"#);
    }
}
