//! Addresses of other sites, in one list.

use domain::co_owner::CoOwner;
use url::Url;

use super::Config;

impl Config {
    /// Returns the configured addresses of other sites that people or jobs open, each with its key.
    pub fn outside_addresses(&self) -> Vec<(String, Url)> {
        let links = self.plain_links.all();
        let links = links.map(|(link, address)| (format!("plain_links.{}", link.code()), address.clone()));
        let sites = CoOwner::ALL.into_iter().filter_map(|co_owner| {
            let settings = self.co_owners.of(co_owner)?;
            Some((
                format!("co_owners.{}.base_url", co_owner.code().replace('-', "_")),
                settings.base_url.clone(),
            ))
        });
        let sources = [
            ("exchange_rates.source", &self.exchange_rates.source),
            ("customs_news.source", &self.customs_news.source),
        ];
        let sources = sources.into_iter().filter_map(|(key, source)| Some((key.to_owned(), source.clone()?)));
        links.chain(sites).chain(sources).collect()
    }
}
