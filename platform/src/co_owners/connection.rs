use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use domain::co_owner::CoOwner;
use url::Url;

use super::{CoOwnerSettings, observation::Observation, signature};
use crate::db::Moment;

/// Settings and state of one co-owner.
#[derive(Debug)]
pub(super) struct Connection {
    pub co_owner: CoOwner,
    pub settings: CoOwnerSettings,
    /// Time until which the contract is not called, after a timeout. Microseconds since the epoch.
    paused_until: AtomicI64,
    observation: Mutex<Observation>,
}

impl Connection {
    /// Checks the settings of a co-owner.
    ///
    /// # Errors
    /// An address that is not http(s), or too short a push secret.
    pub fn new(co_owner: CoOwner, settings: CoOwnerSettings) -> anyhow::Result<Self> {
        anyhow::ensure!(
            matches!(settings.base_url.scheme(), "http" | "https"),
            "co_owners.{}.base_url is not an http(s) address",
            co_owner.settings_key()
        );
        anyhow::ensure!(
            settings
                .push_secret
                .as_ref()
                .is_none_or(|secret| secret.expose().len() >= signature::MIN_SECRET_BYTES),
            "co_owners.{}.push_secret is shorter than {} bytes",
            co_owner.settings_key(),
            signature::MIN_SECRET_BYTES
        );
        Ok(Connection {
            co_owner,
            settings,
            paused_until: AtomicI64::new(i64::MIN),
            observation: Mutex::default(),
        })
    }

    pub fn is_paused(&self, now: Moment) -> bool {
        now.micros() < self.paused_until.load(Ordering::Relaxed)
    }

    pub fn pause(&self, until: Moment) {
        self.paused_until.store(until.micros(), Ordering::Relaxed);
    }

    pub fn observation(&self) -> Observation {
        *self.observation.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a call. Returns `true` if the co-owner has stopped or resumed answering with it.
    pub fn observe(&self, sent: Moment, ended: Moment, is_answered: bool) -> bool {
        let mut observation = self.observation.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *observation;
        *observation = before.after(sent, ended, is_answered);
        before.silent_since != observation.silent_since
    }

    pub fn address(&self, segments: &[&str]) -> Url {
        let mut address = self.settings.base_url.clone();
        if let Ok(mut path) = address.path_segments_mut() {
            // Percent-encodes: an identifier with a slash stays one segment.
            path.pop_if_empty().extend(segments);
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn connection(base: &str) -> Connection {
        let settings = CoOwnerSettings {
            base_url: base.parse().expect("an address"),
            client_id: "prodouane".to_owned(),
            client_secret: Secret::new(""),
            api_token: Secret::new(""),
            push_secret: None,
            opens_accounts: false,
        };
        Connection::new(CoOwner::Dgddi, settings).expect("valid settings")
    }

    #[test]
    fn addresses_keep_the_base_path_and_encode_identifiers() {
        for base in ["https://douane.example/dgddi", "https://douane.example/dgddi/"] {
            let address =
                connection(base).address(&["contrat", "v1", "comptes", "a/../b?c", "habilitations"]);
            assert_eq!(
                address.as_str(),
                "https://douane.example/dgddi/contrat/v1/comptes/a%2F..%2Fb%3Fc/habilitations"
            );
        }
    }
}
