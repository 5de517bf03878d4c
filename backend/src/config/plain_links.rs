//! Configuration section `[plain_links]`.

use domain::plain_link::PlainLink;
use serde::Deserialize;
use url::Url;

use super::addresses::{address, is_http_address};

/// Section `[plain_links]`: addresses of the sites without single sign-on.
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
            anyhow::ensure!(
                is_http_address(self.of(link)),
                "plain_links: {} is no http(s) address",
                self.of(link)
            );
        }
        Ok(())
    }
}
