//! Configuration section `[oidc_provider]`.

use serde::Deserialize;

use platform::db::Duration;

/// Minimum length of a secret, in bytes.
pub(super) const MIN_SECRET_BYTES: usize = 32;

/// Section `[oidc_provider]`: signing keys, codes and tokens.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OidcProviderConfig {
    /// Time during which a key signs.
    pub key_days: u64,
    /// Time during which a key is published before it signs; longer than any téléservice caches the key set.
    pub published_before_hours: u64,
    /// Validity of an authorization code.
    pub code_seconds: u64,
    /// Validity of access and ID tokens.
    pub token_seconds: u64,
    /// Refused token requests per network (IPv4 address, IPv6 /64) within `sign_in.window_minutes`.
    pub refusals_per_network: i64,
    /// Time during which a back-channel logout is retried.
    pub logout_hours: u64,
}

impl Default for OidcProviderConfig {
    fn default() -> Self {
        OidcProviderConfig {
            key_days: 30,
            published_before_hours: 24,
            code_seconds: 60,
            token_seconds: 300,
            refusals_per_network: 100,
            logout_hours: 24,
        }
    }
}

impl OidcProviderConfig {
    pub(crate) fn code_life(&self) -> Duration {
        Duration::from_secs(self.code_seconds)
    }

    pub(crate) fn token_life(&self) -> Duration {
        Duration::from_secs(self.token_seconds)
    }

    pub(crate) fn key_life(&self) -> Duration {
        Duration::from_secs(self.key_days * 24 * 3600)
    }

    pub(crate) fn published_before(&self) -> Duration {
        Duration::from_secs(self.published_before_hours * 3600)
    }

    pub(crate) fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.published_before() < self.key_life(),
            "oidc_provider.published_before_hours must be less than key_days"
        );
        anyhow::ensure!(
            (1..=600).contains(&self.code_seconds) && (1..=3600).contains(&self.token_seconds),
            "oidc_provider: a code lives 600 seconds at most, a token 3600"
        );
        Ok(())
    }
}
