use std::time::Duration;

use domain::co_owner::CoOwner;
use serde::Deserialize;
use url::Url;

use crate::secret::Secret;

/// How the co-owners are reached: section `[partners]` of the configuration. A co-owner without settings is not
/// offered to users.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Customs, douane.gouv.fr.
    pub dgddi: Option<PartnerSettings>,
    /// Taxes, impots.gouv.fr.
    pub dgfip: Option<PartnerSettings>,
    /// Social contributions, urssaf.fr.
    pub urssaf: Option<PartnerSettings>,
    /// Social declarations, net-entreprises.fr.
    pub net_entreprises: Option<PartnerSettings>,
    /// Longest wait for a connection, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Longest wait for a whole answer, connection included, in milliseconds. A page never waits longer for figures.
    pub answer_timeout_ms: u64,
    /// A co-owner that just let a call run into its time-out is not called again for figures or rights meanwhile, in
    /// milliseconds: its users get the last known figures at once instead of a slow page.
    pub pause_after_timeout_ms: u64,
    /// Habilitations older than this are asked again at the next request of their user, in seconds.
    pub rights_freshness_seconds: u64,
    /// Habilitations that nobody confirmed for so long are asked again by themselves, in minutes: a pushed change that
    /// was missed is found that way.
    pub reconciliation_minutes: u64,
    /// Figures older than this are asked again when a page shows them, in seconds.
    pub figures_freshness_seconds: u64,
}

/// One co-owner's address and our credentials there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerSettings {
    /// Issuer of its OpenID Connect provider, exactly as its discovery document says, and root of its HTTP contract
    /// (`{base_url}/contrat/v1/…`).
    pub base_url: Url,
    #[serde(default = "default_client_id")]
    pub client_id: String,
    pub client_secret: Secret,
    /// Bearer token of the HTTP contract.
    pub api_token: Secret,
    /// With which it signs the changes of rights that it pushes, 32 bytes or more; without one its pushes are refused
    /// and its changes are found by asking.
    #[serde(default)]
    pub push_secret: Option<Secret>,
    /// Whether it opens accounts that the portal asks for: « Créer un compte en 1 clic » (004).
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
    pub fn of(&self, co_owner: CoOwner) -> Option<&PartnerSettings> {
        match co_owner {
            CoOwner::Dgddi => self.dgddi.as_ref(),
            CoOwner::Dgfip => self.dgfip.as_ref(),
            CoOwner::Urssaf => self.urssaf.as_ref(),
            CoOwner::NetEntreprises => self.net_entreprises.as_ref(),
        }
    }

    /// Origins of the co-owners: a form of the portal may be redirected there (`form-action` of the content policy).
    pub fn origins(&self) -> impl Iterator<Item = String> {
        CoOwner::ALL
            .into_iter()
            .filter_map(|co_owner| self.of(co_owner))
            .map(|settings| settings.base_url.origin().ascii_serialization())
    }

    pub(crate) fn rights_freshness(&self) -> Duration {
        Duration::from_secs(self.rights_freshness_seconds)
    }

    pub(crate) fn reconciliation(&self) -> Duration {
        Duration::from_secs(self.reconciliation_minutes * 60)
    }

    pub(crate) fn figures_freshness(&self) -> Duration {
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
    fn secrets_are_not_in_traces_and_unknown_keys_are_refused() {
        let settings: PartnerSettings = serde_json::from_str(
            r#"{"base_url":"https://douane.example/","client_secret":"s3cret","api_token":"t0ken"}"#,
        )
        .expect("settings");
        let trace = format!("{settings:?}");
        assert!(!trace.contains("s3cret") && !trace.contains("t0ken"), "{trace}");
        assert_eq!(settings.client_id, "prodouane");
        assert!(serde_json::from_str::<Settings>(r#"{"dgdi":null}"#).is_err());
    }
}
