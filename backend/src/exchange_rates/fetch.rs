//! Scheduled fetch of the history from the address of the configuration.

use anyhow::{Context, ensure};
use platform::{Error, db::Duration, http_body::read_body};

use super::{import, read};
use crate::Portal;

/// Time between two fetches.
pub const PERIOD: Duration = Duration::from_secs(6 * 3600);
/// Time within which the file must arrive.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Maximum size of the file in bytes; the archive has 700 000.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Fetches the history and imports it, unless no address is configured or the rates of today are known. Returns the number of
/// new and corrected rates.
///
/// # Errors
/// [`Error::Unexpected`] if the site does not answer with a readable file: the next run tries again.
pub async fn fetch(portal: &Portal) -> Result<u64, Error> {
    let Some(source) = &portal.config.exchange_rates.source else { return Ok(0) };
    if read::published_until(portal).await? == Some(portal.clock.now().day()) {
        return Ok(0);
    }
    let file = download(portal, source).await?;
    let imported = import(portal, file).await?;
    Ok(imported.added + imported.corrected)
}

async fn download(portal: &Portal, source: &url::Url) -> anyhow::Result<Vec<u8>> {
    let request = portal.http.get(source.clone()).timeout(TIMEOUT);
    let mut response = request.send().await.context("the site of the exchange rates does not answer")?;
    ensure!(response.status().is_success(), "the site of the exchange rates answers {}", response.status());
    read_body(&mut response, MAX_BYTES).await.context("the file of the exchange rates")
}
