//! Configuration section `[identity]`.

use domain::identity_provider::IdentityProvider;
use serde::Deserialize;
use url::Url;

use platform::secret::Secret;

/// Section `[identity]`. A provider without settings is not offered.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentityConfig {
    pub proconnect: Option<ProviderSettings>,
    pub franceconnect: Option<ProviderSettings>,
}

/// Registration of the portal at one provider. ID tokens and userinfo responses are both signed with RS256.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Exactly as in the provider's discovery document.
    pub issuer: Url,
    pub client_id: String,
    pub client_secret: Secret,
    /// Scopes besides `openid`; by default those of the provider's documentation.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// Levels of authentication (`acr`, such as `eidas1`) requested and accepted; empty: any.
    #[serde(default)]
    pub acr_values: Vec<String>,
    /// Levels that replace the account's second factor.
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

    /// Configured providers, in display order.
    pub fn offered(&self) -> impl Iterator<Item = IdentityProvider> {
        IdentityProvider::ALL.into_iter().filter(|provider| self.of(*provider).is_some())
    }

    /// Origins to which a form of the portal may redirect (`form-action` of the content security policy).
    pub fn origins(&self) -> impl Iterator<Item = String> {
        IdentityProvider::ALL
            .into_iter()
            .filter_map(|provider| self.of(provider))
            .map(|settings| settings.issuer.origin().ascii_serialization())
    }
}

impl ProviderSettings {
    pub(crate) fn scopes(&self, provider: IdentityProvider) -> Vec<String> {
        let defaults: &[&str] = match provider {
            IdentityProvider::ProConnect => &["given_name", "usual_name", "email"],
            IdentityProvider::FranceConnect => &["given_name", "family_name", "email"],
        };
        self.scopes.clone().unwrap_or_else(|| defaults.iter().map(|&scope| scope.to_owned()).collect())
    }

    /// Returns `true` if the level is accepted.
    pub(crate) fn accepts(&self, acr: Option<&str>) -> bool {
        self.acr_values.is_empty()
            || acr.is_some_and(|acr| self.acr_values.iter().any(|wanted| wanted == acr))
    }

    /// Returns `true` if the level replaces the account's second factor.
    pub(crate) fn replaces_second_factor(&self, acr: Option<&str>) -> bool {
        acr.is_some_and(|acr| self.two_factor_acr_values.iter().any(|strong| strong == acr))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_compared_exactly_and_debug_output_hides_secrets() {
        let text = r#"{"issuer":"https://p.example/api/v2","client_id":"c","client_secret":"s3cret",
                       "acr_values":["eidas1","eidas2"],"two_factor_acr_values":["eidas2"]}"#;
        let settings: ProviderSettings = serde_json::from_str(text).expect("settings");
        assert!(settings.accepts(Some("eidas1")) && settings.accepts(Some("eidas2")));
        assert!(
            !settings.accepts(None) && !settings.accepts(Some("eidas")) && !settings.accepts(Some("eidas3"))
        );
        assert!(settings.replaces_second_factor(Some("eidas2")));
        assert!(!settings.replaces_second_factor(Some("eidas1")) && !settings.replaces_second_factor(None));
        assert!(!format!("{settings:?}").contains("s3cret"));
        let any = ProviderSettings { acr_values: Vec::new(), ..settings };
        assert!(any.accepts(None));
    }
}
