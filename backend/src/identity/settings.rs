use domain::identity_provider::IdentityProvider;
use serde::Deserialize;
use url::Url;

use crate::secret::Secret;

/// Section `[identity]` of the configuration: a provider without settings is not offered.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentityConfig {
    pub proconnect: Option<ProviderSettings>,
    pub franceconnect: Option<ProviderSettings>,
}

/// The portal as it is registered at one provider. Both ID tokens and userinfo are signed with RS256.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Exactly as its discovery document says.
    pub issuer: Url,
    pub client_id: String,
    pub client_secret: Secret,
    /// Beside `openid`; those of the provider's documentation when left out.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// Levels of authentication (`acr`, `eidas1`…) that are asked for and accepted; empty: any.
    #[serde(default)]
    pub acr_values: Vec<String>,
    /// Levels that stand for the second factor of the account; with the others, the account's own is asked.
    #[serde(default)]
    pub two_factor_acr_values: Vec<String>,
}

impl IdentityConfig {
    pub fn of(&self, provider: IdentityProvider) -> Option<&ProviderSettings> {
        match provider {
            IdentityProvider::ProConnect => self.proconnect.as_ref(),
            IdentityProvider::FranceConnect => self.franceconnect.as_ref(),
        }
    }

    /// Origins of the providers: a form of the portal may be redirected there (`form-action` of the content policy).
    pub fn origins(&self) -> impl Iterator<Item = String> {
        IdentityProvider::ALL
            .into_iter()
            .filter_map(|provider| self.of(provider))
            .map(|settings| settings.issuer.origin().ascii_serialization())
    }
}

impl ProviderSettings {
    pub(super) fn scopes(&self, provider: IdentityProvider) -> Vec<String> {
        let usual: &[&str] = match provider {
            IdentityProvider::ProConnect => &["given_name", "usual_name", "email"],
            IdentityProvider::FranceConnect => &["given_name", "family_name", "email"],
        };
        self.scopes.clone().unwrap_or_else(|| usual.iter().map(|&scope| scope.to_owned()).collect())
    }

    /// Is this level among those that are asked for?
    pub(super) fn accepts(&self, acr: Option<&str>) -> bool {
        self.acr_values.is_empty()
            || acr.is_some_and(|acr| self.acr_values.iter().any(|wanted| wanted == acr))
    }

    pub(super) fn stands_for_two_factors(&self, acr: Option<&str>) -> bool {
        acr.is_some_and(|acr| self.two_factor_acr_values.iter().any(|strong| strong == acr))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_compared_as_they_are_and_secrets_stay_out_of_traces() {
        let text = r#"{"issuer":"https://p.example/api/v2","client_id":"c","client_secret":"s3cret",
                       "acr_values":["eidas1","eidas2"],"two_factor_acr_values":["eidas2"]}"#;
        let settings: ProviderSettings = serde_json::from_str(text).expect("settings");
        assert!(settings.accepts(Some("eidas1")) && settings.accepts(Some("eidas2")));
        assert!(
            !settings.accepts(None) && !settings.accepts(Some("eidas")) && !settings.accepts(Some("eidas3"))
        );
        assert!(settings.stands_for_two_factors(Some("eidas2")));
        assert!(!settings.stands_for_two_factors(Some("eidas1")) && !settings.stands_for_two_factors(None));
        assert!(!format!("{settings:?}").contains("s3cret"));
        let any = ProviderSettings { acr_values: Vec::new(), ..settings };
        assert!(any.accepts(None));
    }
}
