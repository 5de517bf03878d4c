//! Configuration section `[plain_links]`.

use std::collections::BTreeMap;

use domain::plain_link::PlainLink;
use serde::{Deserialize, Deserializer, de::Error};
use url::Url;

use super::addresses::{address, is_http_address};

/// Section `[plain_links]`: addresses of the sites without single sign-on, under [`PlainLink::code`]. A site without an
/// address is named, but is no link.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainLinksConfig(BTreeMap<PlainLink, Url>);

impl Default for PlainLinksConfig {
    fn default() -> Self {
        let known = |link| Some((link, address(default_address(link)?)));
        PlainLinksConfig(PlainLink::ALL.into_iter().filter_map(known).collect())
    }
}

/// Returns the address of a site; `None` if no published text gives it.
const fn default_address(link: PlainLink) -> Option<&'static str> {
    Some(match link {
        PlainLink::Rita => "https://www.douane.gouv.fr/rita-encyclopedie/public/accueil/init.action",
        PlainLink::TarifEnLigne => {
            "https://www.douane.gouv.fr/rita-encyclopedie/public/nomenclatures/init.action"
        }
        PlainLink::QuotaEuropa => {
            "https://ec.europa.eu/taxation_customs/dds2/taric/quota_consultation.jsp?Lang=fr"
        }
        PlainLink::TvaIntracom => "https://ec.europa.eu/taxation_customs/vies/",
        PlainLink::StatNcb => "https://lekiosque.finances.gouv.fr/site_fr/NC8/nc_index.asp",
        PlainLink::EchangesDeBiens => {
            "https://www.douane.gouv.fr/service-en-ligne/echanges-intra-ue-de-biens-en-dti-debweb2-dti-ex-deb"
        }
        PlainLink::Conex => "https://www.conex.net/",
        PlainLink::Soget => "https://www.soget.fr/",
        PlainLink::Annuaire => "https://www.douane.gouv.fr/service-en-ligne/annuaire-des-services-douaniers",
        PlainLink::Douane => "https://www.douane.gouv.fr/",
        PlainLink::Cnil => "https://www.cnil.fr/fr/plaintes",
        PlainLink::InfoAccises | PlainLink::Gamma | PlainLink::GuichetUnique => return None,
    })
}

impl<'de> Deserialize<'de> for PlainLinksConfig {
    /// Replaces the defaults of the given keys; an empty text removes one.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut links = PlainLinksConfig::default();
        for (code, text) in BTreeMap::<String, String>::deserialize(deserializer)? {
            let unknown = || D::Error::custom(format!("unknown field: found `{code}` in plain_links"));
            let link = PlainLink::from_code(&code).ok_or_else(unknown)?;
            if text.is_empty() {
                links.0.remove(&link);
                continue;
            }
            let found = Url::parse(&text).ok().filter(is_http_address);
            let found =
                found.ok_or_else(|| D::Error::custom(format!("{code}: {text} is no http(s) address")))?;
            links.0.insert(link, found);
        }
        Ok(links)
    }
}

impl PlainLinksConfig {
    /// Returns the address of a site; `None` if it has none.
    pub fn of(&self, link: PlainLink) -> Option<&Url> {
        self.0.get(&link)
    }

    /// Returns the sites with an address.
    pub fn all(&self) -> impl Iterator<Item = (PlainLink, &Url)> {
        self.0.iter().map(|(link, address)| (*link, address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<PlainLinksConfig, String> {
        let config = crate::config::Config::parse(&format!("[plain_links]\n{text}"));
        config.map(|config| config.plain_links).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn given_addresses_replace_and_remove_the_defaults() {
        let links = parsed("gamma = \"https://gamma.example/\"\nrita = \"\"").expect("valid");
        assert_eq!(links.of(PlainLink::Gamma).map(Url::as_str), Some("https://gamma.example/"));
        assert_eq!(links.of(PlainLink::Rita), None);
        assert!(links.of(PlainLink::Conex).is_some());
    }

    #[test]
    fn unknown_sites_and_other_schemes_are_refused() {
        for text in ["ailleurs = \"https://exemple.fr\"", "rita = \"ftp://exemple.fr\"", "rita = \"rita\""] {
            assert!(parsed(text).is_err(), "{text}");
        }
    }
}
