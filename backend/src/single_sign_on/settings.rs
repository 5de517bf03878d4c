use std::collections::BTreeMap;

use domain::{plain_link::PlainLink, rights::Teleservice};
use serde::Deserialize;
use url::Url;

use crate::{config::address, db::Duration, secret::Secret};

/// A secret shorter than this could be guessed.
pub(super) const MIN_SECRET_BYTES: usize = 32;

/// Section `[single_sign_on]`: how the portal signs what it tells the téléservices.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SingleSignOnConfig {
    /// With which the private halves of the signing keys are sealed in the database, 32 bytes or more; without one the
    /// database alone protects them.
    pub sealing_secret: Option<Secret>,
    /// How long a key signs.
    pub key_days: u64,
    /// How long a key is published before it signs: longer than any téléservice keeps the list of keys.
    pub published_before_hours: u64,
    /// Validity of a code.
    pub code_seconds: u64,
    /// Validity of access and ID tokens.
    pub token_seconds: u64,
    /// Refused requests for tokens per network (IPv4 address, IPv6 /64) within `sign_in.window_minutes`.
    pub refusals_per_network: i64,
    /// How long a téléservice that does not answer is told of the end of a session again.
    pub logout_hours: u64,
}

impl Default for SingleSignOnConfig {
    fn default() -> Self {
        SingleSignOnConfig {
            sealing_secret: None,
            key_days: 30,
            published_before_hours: 24,
            code_seconds: 60,
            token_seconds: 300,
            refusals_per_network: 100,
            logout_hours: 24,
        }
    }
}

impl SingleSignOnConfig {
    pub(super) fn code_life(&self) -> Duration {
        Duration::from_secs(self.code_seconds)
    }

    pub(super) fn token_life(&self) -> Duration {
        Duration::from_secs(self.token_seconds)
    }

    pub(super) fn key_life(&self) -> Duration {
        Duration::from_secs(self.key_days * 24 * 3600)
    }

    pub(super) fn published_before(&self) -> Duration {
        Duration::from_secs(self.published_before_hours * 3600)
    }

    pub(crate) fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.sealing_secret.as_ref().is_none_or(|secret| secret.expose().len() >= MIN_SECRET_BYTES),
            "single_sign_on.sealing_secret is shorter than {MIN_SECRET_BYTES} bytes"
        );
        anyhow::ensure!(
            self.published_before() < self.key_life(),
            "single_sign_on.published_before_hours must be less than key_days"
        );
        anyhow::ensure!(
            (1..=600).contains(&self.code_seconds) && (1..=3600).contains(&self.token_seconds),
            "single_sign_on: a code lives 600 seconds at most, a token 3600"
        );
        Ok(())
    }
}

/// One téléservice as a client of the portal. Addresses are compared as they are written, to the letter.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeleserviceSettings {
    pub client_id: String,
    /// 32 bytes or more.
    pub client_secret: Secret,
    /// Where the téléservice is opened: it then asks the portal who is there (OpenID Connect Core, §4).
    pub login_uri: Url,
    /// The page of the téléservice that is asked for, told with it.
    #[serde(default)]
    pub target_link_uri: Option<Url>,
    pub redirect_uris: Vec<String>,
    /// Where the end of a session is told (OpenID Connect Back-Channel Logout).
    #[serde(default)]
    pub backchannel_logout_uri: Option<Url>,
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
}

/// Section `[teleservices]`: one table for each téléservice that the portal opens signed in, under its code; `delta_g`
/// stands for DELTA-G, in the environment too. One without a table keeps a plain link to its co-owner's site.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "BTreeMap<String, TeleserviceSettings>")]
pub struct TeleservicesConfig(BTreeMap<Teleservice, TeleserviceSettings>);

impl TryFrom<BTreeMap<String, TeleserviceSettings>> for TeleservicesConfig {
    type Error = String;

    fn try_from(written: BTreeMap<String, TeleserviceSettings>) -> Result<Self, String> {
        let mut known = BTreeMap::new();
        for (name, settings) in written {
            let code = name.to_ascii_uppercase().replace('_', "-");
            let teleservice = Teleservice::from_code(&code)
                .filter(|teleservice| teleservice.has_single_sign_on())
                .ok_or_else(|| {
                    format!("teleservices.{name}: no téléservice of single sign-on has this code")
                })?;
            if known.insert(teleservice, settings).is_some() {
                return Err(format!("teleservices: {code} is there twice"));
            }
        }
        Ok(TeleservicesConfig(known))
    }
}

impl FromIterator<(Teleservice, TeleserviceSettings)> for TeleservicesConfig {
    fn from_iter<I: IntoIterator<Item = (Teleservice, TeleserviceSettings)>>(settings: I) -> Self {
        TeleservicesConfig(settings.into_iter().collect())
    }
}

impl TeleservicesConfig {
    pub fn of(&self, teleservice: Teleservice) -> Option<&TeleserviceSettings> {
        self.0.get(&teleservice)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn client(&self, client_id: &str) -> Option<(Teleservice, &TeleserviceSettings)> {
        let mut clients = self.0.iter();
        let (teleservice, settings) = clients.find(|(_, settings)| settings.client_id == client_id)?;
        Some((*teleservice, settings))
    }

    /// Origins that a form of the portal may lead to in the end (`form-action` of the content policy).
    pub fn origins(&self) -> impl Iterator<Item = String> {
        self.0.values().flat_map(|settings| {
            let written = settings.redirect_uris.iter().chain(&settings.post_logout_redirect_uris);
            let parsed = written.filter_map(|text| Url::parse(text).ok()).chain([settings.login_uri.clone()]);
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
            anyhow::ensure!(is_usable(&address), "{text} is not an http(s) address without a fragment");
        }
        let others =
            [Some(&self.login_uri), self.target_link_uri.as_ref(), self.backchannel_logout_uri.as_ref()];
        for address in others.into_iter().flatten() {
            anyhow::ensure!(is_usable(address), "{address} is not an http(s) address without a fragment");
        }
        Ok(())
    }
}

fn is_usable(address: &Url) -> bool {
    matches!(address.scheme(), "http" | "https") && address.has_host() && address.fragment().is_none()
}

/// Section `[plain_links]`: where the sites without single sign-on are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlainLinksConfig {
    pub rita: Url,
    pub conex: Url,
    pub soget: Url,
    pub gamma: Url,
    pub guichet_unique: Url,
}

impl Default for PlainLinksConfig {
    fn default() -> Self {
        PlainLinksConfig {
            rita: address("https://www.douane.gouv.fr/rita-encyclopedie/public/accueil/init.action"),
            conex: address("https://www.conex.net/"),
            soget: address("https://www.soget.fr/"),
            gamma: address("https://www.douane.gouv.fr/service-en-ligne/gamma"),
            guichet_unique: address("https://www.douane.gouv.fr/dossier/guichet-unique-national"),
        }
    }
}

impl PlainLinksConfig {
    pub fn of(&self, link: PlainLink) -> &Url {
        match link {
            PlainLink::Rita => &self.rita,
            PlainLink::Conex => &self.conex,
            PlainLink::Soget => &self.soget,
            PlainLink::Gamma => &self.gamma,
            PlainLink::GuichetUnique => &self.guichet_unique,
        }
    }

    pub(crate) fn check(&self) -> anyhow::Result<()> {
        for link in PlainLink::ALL {
            anyhow::ensure!(is_usable(self.of(link)), "plain_links: {} is no http(s) address", self.of(link));
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
    fn codes_are_read_as_files_and_environments_write_them() {
        for name in ["DELTA-G", "delta_g", "DELTA_G", "delta-g"] {
            let known = config(name, "").expect(name);
            assert!(known.of(Teleservice::DeltaG).is_some() && known.check().is_ok(), "{name}");
            assert_eq!(known.client("delta").map(|(one, _)| one), Some(Teleservice::DeltaG));
        }
        for name in ["TRIGO", "PAIEMENTS-DGFIP", "", "delta"] {
            assert!(config(name, "").is_err(), "{name}");
        }
        assert!(config("CIEL", r#","inconnu":1"#).is_err());
    }

    #[test]
    fn what_could_not_work_is_refused_at_start_and_secrets_stay_out_of_traces() {
        for change in [
            r#","post_logout_redirect_uris":["t.example"]"#,
            r#","backchannel_logout_uri":"ftp://t.example/fin""#,
            r#","target_link_uri":"https://t.example/#a""#,
        ] {
            assert!(config("CIEL", change).expect("readable").check().is_err(), "{change}");
        }
        let mut settings = config("CIEL", "").expect("readable").0.remove(&Teleservice::Ciel).expect("there");
        assert!(!format!("{settings:?}").contains("trente-deux"));
        let twice = [(Teleservice::Ciel, settings.clone()), (Teleservice::Isope, settings.clone())];
        assert!(TeleservicesConfig::from_iter(twice).check().is_err(), "one client_id, one téléservice");
        settings.client_secret = Secret::new("court");
        assert!(TeleservicesConfig::from_iter([(Teleservice::Ciel, settings)]).check().is_err());
    }
}
