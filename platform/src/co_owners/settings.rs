use std::time::Duration;

use domain::co_owner::CoOwner;
use serde::Deserialize;
use url::Url;

use crate::secret::Secret;

/// Section `[co_owners]` of the configuration. A co-owner without settings is not offered to users.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Customs, douane.gouv.fr.
    pub dgddi: Option<CoOwnerSettings>,
    /// Taxes, impots.gouv.fr.
    pub dgfip: Option<CoOwnerSettings>,
    /// Social contributions, urssaf.fr.
    pub urssaf: Option<CoOwnerSettings>,
    /// Social declarations, net-entreprises.fr.
    pub net_entreprises: Option<CoOwnerSettings>,
    /// Timeout of a connection, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Timeout of a whole answer, connection included, in milliseconds.
    pub answer_timeout_ms: u64,
    /// Pause of the calls to a co-owner after a timeout, in milliseconds, during which cached answers are used.
    pub pause_after_timeout_ms: u64,
    /// Age at which rights are stale and fetched again at the next request of their user, in seconds.
    pub rights_freshness_seconds: u64,
    /// Age at which rights are fetched again in the background, in minutes: finds pushed changes that were missed.
    pub reconciliation_minutes: u64,
    /// Age at which figures are stale and fetched again when they are shown, in seconds.
    pub figures_freshness_seconds: u64,
}

/// Address of one co-owner and the portal's credentials there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoOwnerSettings {
    /// Issuer of its OpenID Connect provider, exactly as in its discovery document, and base of its HTTP contract
    /// (`{base_url}/contrat/v1/…`).
    pub base_url: Url,
    #[serde(default = "default_client_id")]
    pub client_id: String,
    pub client_secret: Secret,
    /// Bearer token of the HTTP contract.
    pub api_token: Secret,
    /// Secret that signs the changes of rights that it pushes, at least 32 bytes. Without one, pushes are refused and
    /// changes are found by fetching.
    #[serde(default)]
    pub push_secret: Option<Secret>,
    /// Opens accounts on request of the portal: « Créer un compte en 1 clic » (004).
    #[serde(default)]
    pub opens_accounts: bool,
}

fn default_client_id() -> String {
    "prodouane".to_owned()
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            dgddi: None,
            dgfip: None,
            urssaf: None,
            net_entreprises: None,
            connect_timeout_ms: 1_000,
            answer_timeout_ms: 3_000,
            pause_after_timeout_ms: 5_000,
            rights_freshness_seconds: 5,
            reconciliation_minutes: 60,
            figures_freshness_seconds: 30,
        }
    }
}

impl Settings {
    pub fn of(&self, co_owner: CoOwner) -> Option<&CoOwnerSettings> {
        match co_owner {
            CoOwner::Dgddi => self.dgddi.as_ref(),
            CoOwner::Dgfip => self.dgfip.as_ref(),
            CoOwner::Urssaf => self.urssaf.as_ref(),
            CoOwner::NetEntreprises => self.net_entreprises.as_ref(),
        }
    }

    /// Origins of the co-owners, to which forms may redirect (`form-action` of the Content-Security-Policy).
    pub fn origins(&self) -> impl Iterator<Item = String> {
        CoOwner::ALL
            .into_iter()
            .filter_map(|co_owner| self.of(co_owner))
            .map(|settings| settings.base_url.origin().ascii_serialization())
    }

    pub fn rights_freshness(&self) -> Duration {
        Duration::from_secs(self.rights_freshness_seconds)
    }

    pub fn reconciliation(&self) -> Duration {
        Duration::from_secs(self.reconciliation_minutes * 60)
    }

    pub fn figures_freshness(&self) -> Duration {
        Duration::from_secs(self.figures_freshness_seconds)
    }

    pub(super) fn pause(&self) -> Duration {
        Duration::from_millis(self.pause_after_timeout_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_in_debug_output_and_unknown_keys_are_refused() {
        let settings: CoOwnerSettings = serde_json::from_str(
            r#"{"base_url":"https://douane.example/","client_secret":"s3cret","api_token":"t0ken"}"#,
        )
        .expect("settings");
        let trace = format!("{settings:?}");
        assert!(!trace.contains("s3cret") && !trace.contains("t0ken"), "{trace}");
        assert_eq!(settings.client_id, "prodouane");
        assert!(serde_json::from_str::<Settings>(r#"{"dgdi":null}"#).is_err());
    }
}
