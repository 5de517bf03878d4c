//! `addresses`: for whoever writes the rules of a proxy, and for the matrix of who may ask for what.

use backend::config::Config;

use crate::{assets, metrics, routes};

/// What `serve` would answer to; nothing is served.
pub async fn list(config: Config) -> anyhow::Result<()> {
    let site = assets::read(&config.site)?;
    let recorded = metrics::start()?;
    let portal = super::open(config).await?;
    let mut list = routes::portal(&portal, &site, &recorded)?.list().to_vec();
    portal.close().await;
    list.sort();
    for address in list {
        super::say(address);
    }
    Ok(())
}
