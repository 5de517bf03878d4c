//! Loads the shipped texts into the database, and indexes the published ones for searches.

use std::collections::BTreeMap;

use domain::rich_text;
use platform::{Error, on};

use super::{
    read::list,
    shipped::themes,
    store::{self, Change},
};
use crate::{
    Portal,
    search::{self, Document, Kind},
};

/// Adds the shipped entries that are new, and a version of those whose shipped text has changed, unless an editor wrote
/// the last version. Several instances may run it at once.
pub async fn load(portal: &Portal) -> Result<(), Error> {
    let known: Vec<(String, Option<Vec<u8>>)> =
        on!(portal.db, |c| sqlx::query_as("SELECT id, shipped_hash FROM faq_entry").fetch_all(c).await)?;
    let known: BTreeMap<String, Option<Vec<u8>>> = known.into_iter().collect();
    let mut changed = Vec::new();
    for theme in themes() {
        for (position, entry) in theme.entries.iter().enumerate() {
            let hash = entry.hash(theme);
            if known.get(&entry.id).is_none_or(|known| known.as_ref() != Some(&hash)) {
                changed.push(Change { theme, entry, position: position as i64, hash });
            }
        }
    }
    if !changed.is_empty() {
        let mut tx = portal.db.begin().await?;
        store::write_shipped(&mut tx, &changed, portal.clock.now()).await?;
        tx.commit().await?;
    }
    refresh_index(portal).await.map(|_| ())
}

/// Indexes the published entries, unless they are indexed: texts get published when their date comes. Returns the number
/// of texts indexed.
pub async fn refresh_index(portal: &Portal) -> Result<u64, Error> {
    let documents: Vec<Document> = list(portal)
        .await?
        .into_iter()
        .map(|entry| Document {
            body: rich_text::plain(&entry.answer),
            reference: entry.summary.id,
            title: entry.summary.question,
            keywords: entry.keywords,
        })
        .collect();
    if search::is_indexed(portal, Kind::Faq, &documents).await? {
        return Ok(0);
    }
    let mut tx = portal.db.begin().await?;
    search::index(&mut tx, Kind::Faq, &documents).await?;
    tx.commit().await?;
    Ok(documents.len() as u64)
}
