//! Scheduled fetch of the feed. Writes `customs_news`.

use anyhow::{Context, ensure};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute_tx,
    http_body::read_body,
};
use url::Url;

use super::parse::{Entry, entries};
use crate::Portal;

/// Time between two fetches: one that fails is tried again at the next.
pub const PERIOD: Duration = Duration::from_secs(3600);
/// Time within which the feed must arrive.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Maximum size of the feed in bytes.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Number of entries read.
const MAX_ENTRIES: usize = 100;
/// Age at which news are deleted.
const KEPT: Duration = Duration::from_secs(365 * 24 * 3600);

/// Fetches the feed and imports it; does nothing if no address is configured. Returns the number of new and changed news.
///
/// # Errors
/// [`Error::Unexpected`] if the site does not answer with a readable feed: the next run tries again.
pub async fn fetch(portal: &Portal) -> Result<u64, Error> {
    let Some(source) = &portal.config.customs_news.source else { return Ok(0) };
    let feed = download(portal, source).await?;
    import(portal, source, &feed).await
}

async fn download(portal: &Portal, source: &Url) -> anyhow::Result<String> {
    let request = portal.http.get(source.clone()).timeout(TIMEOUT);
    let mut response = request.send().await.context("the site of customs does not answer")?;
    ensure!(response.status().is_success(), "the site of customs answers {}", response.status());
    let bytes = read_body(&mut response, MAX_BYTES).await.context("the feed of customs")?;
    String::from_utf8(bytes).context("the feed of customs is not in UTF-8")
}

/// Imports a feed: adds and updates news by their identifier, and deletes those older than a year. Idempotent. Entries whose
/// address is neither HTTPS nor on the host of the feed are left out.
///
/// # Errors
/// [`Error::Unexpected`] if it is no XML; nothing is imported then.
pub async fn import(portal: &Portal, source: &Url, feed: &str) -> Result<u64, Error> {
    let entries = entries(feed).context("the feed of customs")?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let mut changed = 0;
    for entry in entries.iter().filter(|entry| is_safe(source, &entry.link)).take(MAX_ENTRIES) {
        changed += write(&mut tx, entry, now).await?;
    }
    execute_tx!(tx, sqlx::query("DELETE FROM customs_news WHERE published_at < $1").bind(now - KEPT))?;
    tx.commit().await?;
    Ok(changed)
}

/// Adds a news, or updates its text. Without a date, it is as old as its first import. Returns the number of changed rows.
async fn write(tx: &mut Tx, entry: &Entry, now: Moment) -> Result<u64, Error> {
    Ok(execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO customs_news (id, title, summary, link, published_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, link = excluded.link
             WHERE customs_news.title <> excluded.title OR customs_news.summary <> excluded.summary
                OR customs_news.link <> excluded.link",
        )
        .bind(&entry.id)
        .bind(&entry.title)
        .bind(&entry.summary)
        .bind(&entry.link)
        .bind(entry.published_at.unwrap_or(now))
    )?)
}

fn is_safe(source: &Url, link: &str) -> bool {
    let Ok(link) = Url::parse(link) else { return false };
    link.scheme() == "https" || link.scheme() == "http" && link.origin() == source.origin()
}
