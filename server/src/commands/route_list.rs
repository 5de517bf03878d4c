//! `routes`: the list of routes, for the rules of a proxy and for the access matrix of the tests.

use backend::config::Config;

use super::{output, portal};
use crate::{assets, metrics, routes};

/// Prints the routes that `serve` would serve, sorted, without serving them.
pub async fn print(config: Config) -> anyhow::Result<()> {
    let site = assets::read(&config.site)?;
    let recorder = metrics::install()?;
    let portal = portal::open(config).await?;
    let mut list = routes::portal(&portal, &site, &recorder)?.routes().to_vec();
    portal.close().await;
    list.sort();
    for route in list {
        output::print(route);
    }
    Ok(())
}
