use std::{fmt, sync::Arc};

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use url::Url;

use super::note::{Checkpoint, SigningKey, VerifyingKey};
use crate::config::TransparencyConfig;

/// Keys of the log. The first one signs, all verify. Cheap to clone.
#[derive(Clone)]
pub struct LogKeys {
    origin: Arc<str>,
    keys: Arc<[SigningKey]>,
}

impl LogKeys {
    /// Reads the keys of the configuration. Without any, returns the published key of trials. The name of the log is
    /// the address of the portal by default.
    ///
    /// # Errors
    /// A malformed name or key, or an identifier given twice.
    pub fn from_config(config: &TransparencyConfig, base_url: &Url) -> anyhow::Result<Self> {
        let origin = config.origin.clone().unwrap_or_else(|| default_origin(base_url));
        ensure!(
            !origin.is_empty() && !origin.contains(|c: char| c == '+' || c.is_whitespace()),
            "transparency.origin must be a name without spaces or plus signs"
        );
        let mut keys = Vec::new();
        for (rank, configured) in config.keys.iter().enumerate() {
            let earlier = config.keys.iter().take(rank);
            ensure!(
                earlier.into_iter().all(|other| other.id != configured.id),
                "transparency.keys: two keys have the identifier {}",
                configured.id
            );
            let seed = STANDARD.decode(configured.key.expose().trim()).unwrap_or_default();
            keys.push(SigningKey::from_seed(&origin, &seed).with_context(|| {
                format!(
                    "transparency.keys: the key {} must be 32 random bytes in base64, as `openssl rand -base64 32` \
                     prints them",
                    configured.id
                )
            })?);
        }
        if keys.is_empty() {
            let seed = Sha256::digest(b"prodouane: published log key for trials on one machine");
            keys.extend(SigningKey::from_seed(&origin, &seed));
        }
        Ok(LogKeys { origin: origin.into(), keys: keys.into() })
    }

    /// Returns the name of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the public keys, the one that signs first.
    pub fn verifying(&self) -> Vec<VerifyingKey> {
        self.keys.iter().map(|key| key.public.clone()).collect()
    }

    pub(super) fn sign(&self, checkpoint: &Checkpoint) -> anyhow::Result<String> {
        Ok(self.keys.first().context("no key of the log")?.sign(checkpoint))
    }
}

impl fmt::Debug for LogKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogKeys").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// Returns `portail.example/registre` for `https://portail.example`.
fn default_origin(base_url: &Url) -> String {
    let host = base_url.host_str().unwrap_or_default();
    match base_url.port() {
        Some(port) => format!("{host}:{port}/registre"),
        None => format!("{host}/registre"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::LogKey, secret::Secret};

    fn config(keys: &[(&str, u8)]) -> TransparencyConfig {
        let key = |&(id, byte): &(&str, u8)| LogKey {
            id: id.to_owned(),
            key: Secret::new(STANDARD.encode([byte; 32])),
        };
        TransparencyConfig { keys: keys.iter().map(key).collect(), ..TransparencyConfig::default() }
    }

    fn keys(config: &TransparencyConfig) -> anyhow::Result<LogKeys> {
        LogKeys::from_config(config, &"https://portail.example/".parse().expect("an address"))
    }

    #[test]
    fn old_checkpoints_verify_after_a_change_of_key() {
        let old = keys(&config(&[("2026", 1)])).expect("keys");
        let checkpoint = Checkpoint { origin: old.origin().to_owned(), size: 1, root: [3; 32] };
        let note = old.sign(&checkpoint).expect("signed");
        let new = keys(&config(&[("2027", 2), ("2026", 1)])).expect("keys");
        assert_eq!(Checkpoint::verified(&note, &new.verifying()), Some(checkpoint.clone()));
        assert_eq!(
            Checkpoint::verified(&note, &keys(&config(&[("2027", 2)])).expect("keys").verifying()),
            None
        );
        let newer = new.sign(&checkpoint).expect("signed");
        assert_eq!(Checkpoint::verified(&newer, &old.verifying()), None, "the first key signs");
    }

    #[test]
    fn malformed_settings_are_refused() {
        assert!(keys(&config(&[("2026", 1), ("2026", 2)])).is_err());
        let short = LogKey { id: "2026".to_owned(), key: Secret::new("AQI=") };
        assert!(keys(&TransparencyConfig { keys: vec![short], ..config(&[]) }).is_err());
        let spaced = TransparencyConfig { origin: Some("mon registre".to_owned()), ..config(&[]) };
        assert!(keys(&spaced).is_err());
        assert_eq!(keys(&config(&[])).expect("the key of trials").origin(), "portail.example/registre");
    }
}
