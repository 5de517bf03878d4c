use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, anyhow};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use serde::{Deserialize, Serialize};

use super::certificate::{self, Subject, Usage};

const CA: &str = "Autorité de certification fictive";
/// Name of the certificate that signs timestamps.
pub const SIGNER: &str = "Horodatage fictif";

/// Fault of the authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    None,
    /// Responds 503.
    Down,
    /// Responds 200 with something else than a timestamp.
    Nonsense,
    /// Timestamps another text than the one of the request.
    OtherText,
    /// Repeats another nonce than the one of the request.
    OtherNonce,
    /// Signs with a key that its certificate does not have.
    OtherKey,
}

/// A key of the authority.
pub struct Key {
    pub pair: EcdsaKeyPair,
}

impl Key {
    pub fn generate() -> anyhow::Result<(Key, Vec<u8>)> {
        let stored = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new())
            .map_err(|_| anyhow!("failed to generate a key"))?;
        Ok((Key::read(stored.as_ref())?, stored.as_ref().to_vec()))
    }

    fn read(pkcs8: &[u8]) -> anyhow::Result<Key> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8, &SystemRandom::new())
            .map_err(|error| anyhow!("a stored key: {error}"))?;
        Ok(Key { pair })
    }

    pub fn sign(&self, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        let signature = self.pair.sign(&SystemRandom::new(), bytes);
        Ok(signature.map_err(|_| anyhow!("failed to sign"))?.as_ref().to_vec())
    }
}

/// The timestamp authority, with its certificate authority.
pub struct TimestampAuthority {
    ca: Vec<u8>,
    pub serial: [u8; 8],
    /// Certificate that signs timestamps, in DER.
    pub certificate: Vec<u8>,
    pub key: Key,
    mode: Mutex<Mode>,
}

impl TimestampAuthority {
    /// Generates the keys and certificates. With a folder, its certificate authority is stored there for the next start,
    /// with a copy in PEM, `horodatage-autorite.pem`.
    pub fn stored_in(folder: Option<&Path>, now: Timestamp) -> anyhow::Result<Self> {
        let (ca_key, ca) = match folder {
            Some(folder) => load_or_generate(folder, now).with_context(|| folder.display().to_string())?,
            None => {
                let (key, _) = Key::generate()?;
                let ca = self_signed(&key, now)?;
                (key, ca)
            }
        };
        let (key, _) = Key::generate()?;
        let serial = serial();
        let subject = Subject { serial, issuer: CA, name: SIGNER, usage: Usage::Timestamps, now };
        let certificate = certificate::issue(&subject, &key, &ca_key)?;
        Ok(Self { ca, serial, certificate, key, mode: Mutex::default() })
    }

    pub fn mode(&self) -> Mode {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_mode(&self, mode: Mode) {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    /// Returns the certificate of the certificate authority, in PEM.
    pub fn pem(&self) -> String {
        pem(&self.ca)
    }

    /// Name of the certificate authority.
    pub const fn issuer() -> &'static str {
        CA
    }
}

fn self_signed(key: &Key, now: Timestamp) -> anyhow::Result<Vec<u8>> {
    let subject = Subject { serial: serial(), issuer: CA, name: CA, usage: Usage::Authority, now };
    certificate::issue(&subject, key, key)
}

fn load_or_generate(folder: &Path, now: Timestamp) -> anyhow::Result<(Key, Vec<u8>)> {
    let (key_file, file) = (folder.join("horodatage-autorite.p8"), folder.join("horodatage-autorite.der"));
    if let (Ok(key), Ok(ca)) = (fs::read(&key_file), fs::read(&file)) {
        return Ok((Key::read(&key)?, ca));
    }
    let (key, stored) = Key::generate()?;
    let ca = self_signed(&key, now)?;
    fs::create_dir_all(folder)?;
    fs::write(folder.join("horodatage-autorite.pem"), pem(&ca))?;
    fs::write(key_file, stored)?;
    fs::write(file, &ca)?;
    Ok((key, ca))
}

/// Returns a positive number that no other certificate has.
fn serial() -> [u8; 8] {
    let mut serial: [u8; 8] = rand::random();
    serial[0] = serial[0] & 0x3f | 0x40;
    serial
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<String> =
        text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
