//! Configuration section `[teleservices]`.

use std::collections::BTreeMap;

use domain::{co_owner::CoOwner, destination::Destination, rights::Teleservice};
use serde::Deserialize;
use url::Url;

use platform::secret::Secret;

use super::{addresses::is_http_address, oidc_provider::MIN_SECRET_BYTES};

/// Téléservice as a client of the portal. Addresses are compared as exact strings.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeleserviceSettings {
    pub client_id: String,
    /// 32 bytes or more.
    pub client_secret: Secret,
    /// Address that opens the téléservice, which then sends an authorization request (OpenID Connect Core, §4).
    pub login_uri: Url,
    /// Page of the téléservice to open, sent to `login_uri`.
    #[serde(default)]
    pub target_link_uri: Option<Url>,
    pub redirect_uris: Vec<String>,
    /// Address notified of the end of a session (OpenID Connect Back-Channel Logout).
    #[serde(default)]
    pub backchannel_logout_uri: Option<Url>,
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
}

/// Section `[teleservices]`: one table for each téléservice with single sign-on, named by its code; `delta_g` is
/// accepted for DELTA-G, also in the environment; and for the site of each co-owner, such as `site_dgddi`. Without a
/// table, there is a plain link to the co-owner's site.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "BTreeMap<String, TeleserviceSettings>")]
pub struct TeleservicesConfig(BTreeMap<Destination, TeleserviceSettings>);

impl TryFrom<BTreeMap<String, TeleserviceSettings>> for TeleservicesConfig {
    type Error = String;

    fn try_from(tables: BTreeMap<String, TeleserviceSettings>) -> Result<Self, String> {
        let mut clients = BTreeMap::new();
        for (name, settings) in tables {
            let code = name.to_ascii_uppercase().replace('_', "-");
            let destination = Destination::from_code(&code).ok_or_else(|| {
                format!("teleservices.{name}: no téléservice of single sign-on has this code")
            })?;
            if clients.insert(destination, settings).is_some() {
                return Err(format!("teleservices: {code} is there twice"));
            }
        }
        Ok(TeleservicesConfig(clients))
    }
}

impl FromIterator<(Teleservice, TeleserviceSettings)> for TeleservicesConfig {
    fn from_iter<I: IntoIterator<Item = (Teleservice, TeleserviceSettings)>>(settings: I) -> Self {
        let destination = |(teleservice, settings)| (Destination::Teleservice(teleservice), settings);
        TeleservicesConfig(settings.into_iter().map(destination).collect())
    }
}

impl TeleservicesConfig {
    pub fn of(&self, teleservice: Teleservice) -> Option<&TeleserviceSettings> {
        self.of_client(Destination::Teleservice(teleservice))
    }

    /// Settings of a téléservice or site.
    pub fn of_client(&self, client: Destination) -> Option<&TeleserviceSettings> {
        self.0.get(&client)
    }

    /// Adds the site of a co-owner.
    #[must_use]
    pub fn with_site(mut self, co_owner: CoOwner, settings: TeleserviceSettings) -> Self {
        self.0.insert(Destination::Site(co_owner), settings);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn client(&self, client_id: &str) -> Option<(Destination, &TeleserviceSettings)> {
        let mut clients = self.0.iter();
        let (client, settings) = clients.find(|(_, settings)| settings.client_id == client_id)?;
        Some((*client, settings))
    }

    /// Origins to which a form of the portal may redirect (`form-action` of the content security policy).
    pub fn origins(&self) -> impl Iterator<Item = String> {
        self.0.values().flat_map(|settings| {
            let redirects = settings.redirect_uris.iter().chain(&settings.post_logout_redirect_uris);
            let parsed =
                redirects.filter_map(|text| Url::parse(text).ok()).chain([settings.login_uri.clone()]);
            parsed.map(|address| address.origin().ascii_serialization()).collect::<Vec<_>>()
        })
    }

    pub(crate) fn check(&self) -> anyhow::Result<()> {
        for (teleservice, settings) in &self.0 {
            settings
                .check()
                .map_err(|error| error.context(format!("teleservices.{}", teleservice.code())))?;
            let same = self.0.values().filter(|other| other.client_id == settings.client_id).count();
            anyhow::ensure!(same == 1, "client_id {} is given to several téléservices", settings.client_id);
        }
        Ok(())
    }
}

impl TeleserviceSettings {
    fn check(&self) -> anyhow::Result<()> {
        let id = &self.client_id;
        anyhow::ensure!(
            !id.is_empty() && id.len() <= 100 && id.bytes().all(|byte| byte.is_ascii_graphic()),
            "client_id must be 1 to 100 plain characters"
        );
        anyhow::ensure!(
            self.client_secret.expose().len() >= MIN_SECRET_BYTES,
            "client_secret is shorter than {MIN_SECRET_BYTES} bytes"
        );
        anyhow::ensure!(!self.redirect_uris.is_empty(), "redirect_uris is empty");
        for text in self.redirect_uris.iter().chain(&self.post_logout_redirect_uris) {
            let address = Url::parse(text).map_err(|error| anyhow::anyhow!("{text}: {error}"))?;
            anyhow::ensure!(is_http_address(&address), "{text} is not an http(s) address without a fragment");
        }
        let others =
            [Some(&self.login_uri), self.target_link_uri.as_ref(), self.backchannel_logout_uri.as_ref()];
        for address in others.into_iter().flatten() {
            anyhow::ensure!(
                is_http_address(address),
                "{address} is not an http(s) address without a fragment"
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(name: &str, change: &str) -> Result<TeleservicesConfig, serde_json::Error> {
        let text = format!(
            r#"{{"{name}":{{"client_id":"delta","client_secret":"un secret de trente-deux octets au moins",
                "login_uri":"https://t.example/entree","redirect_uris":["https://t.example/retour"]{change}}}}}"#
        );
        serde_json::from_str(&text)
    }

    #[test]
    fn codes_are_accepted_in_every_spelling_of_files_and_environments() {
        for name in ["DELTA-G", "delta_g", "DELTA_G", "delta-g"] {
            let known = config(name, "").expect(name);
            assert!(known.of(Teleservice::DeltaG).is_some() && known.check().is_ok(), "{name}");
            let client = known.client("delta").map(|(one, _)| one);
            assert_eq!(client, Some(Destination::Teleservice(Teleservice::DeltaG)));
        }
        let site = config("site_dgddi", "").expect("a site");
        assert!(site.of_client(Destination::Site(CoOwner::Dgddi)).is_some());
        for name in ["TRIGO", "PAIEMENTS-DGFIP", "", "delta"] {
            assert!(config(name, "").is_err(), "{name}");
        }
        assert!(config("CIEL", r#","inconnu":1"#).is_err());
    }

    #[test]
    fn unusable_settings_are_refused_and_debug_output_hides_secrets() {
        for change in [
            r#","post_logout_redirect_uris":["t.example"]"#,
            r#","backchannel_logout_uri":"ftp://t.example/fin""#,
            r#","target_link_uri":"https://t.example/#a""#,
        ] {
            assert!(config("CIEL", change).expect("readable").check().is_err(), "{change}");
        }
        let ciel = Destination::Teleservice(Teleservice::Ciel);
        let mut settings = config("CIEL", "").expect("readable").0.remove(&ciel).expect("there");
        assert!(!format!("{settings:?}").contains("trente-deux"));
        let twice = [(Teleservice::Ciel, settings.clone()), (Teleservice::Isope, settings.clone())];
        assert!(TeleservicesConfig::from_iter(twice).check().is_err(), "one client_id, one téléservice");
        settings.client_secret = Secret::new("court");
        assert!(TeleservicesConfig::from_iter([(Teleservice::Ciel, settings)]).check().is_err());
    }
}
