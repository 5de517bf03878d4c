//! Loads the shipped texts into the database, and indexes the published ones for searches.

use std::collections::BTreeMap;

use domain::rich_text;
use platform::{
    Error,
    db::{Moment, Tx},
    insert_rows, on, on_tx,
};
use sqlx::QueryBuilder;

use super::{
    read::list,
    shipped::{ShippedEntry, Theme, themes},
};
use crate::{
    Portal,
    search::{self, Document, Kind},
};

/// Publication of shipped texts: before any time that a clock may show.
const ALWAYS: Moment = Moment::from_micros(0);

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
        write(&mut tx, &changed, portal.clock.now()).await?;
        tx.commit().await?;
    }
    refresh_index(portal).await.map(|_| ())
}

/// A shipped text that the database does not have.
struct Change {
    theme: &'static Theme,
    entry: &'static ShippedEntry,
    position: i64,
    hash: Vec<u8>,
}

async fn write(tx: &mut Tx, changed: &[Change], now: Moment) -> Result<(), Error> {
    insert_rows!(
        tx,
        QueryBuilder::new("INSERT INTO faq_entry (id, theme, position, shipped_hash) "),
        changed,
        |values, change| {
            values
                .push_bind(&change.entry.id)
                .push_bind(change.theme.code)
                .push_bind(change.position)
                .push_bind(&change.hash);
        },
        " ON CONFLICT (id) DO UPDATE SET theme = excluded.theme, position = excluded.position, \
          shipped_hash = excluded.shipped_hash"
    );
    let last: Vec<(String, i64, String)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT v.entry, v.number, v.author FROM faq_version v
             WHERE v.number = (SELECT MAX(number) FROM faq_version WHERE entry = v.entry)",
        )
        .fetch_all(c)
        .await
    })?;
    let last: BTreeMap<String, (i64, String)> =
        last.into_iter().map(|(entry, number, author)| (entry, (number, author))).collect();
    let versions: Vec<(&Change, i64)> = changed
        .iter()
        .filter_map(|change| match last.get(&change.entry.id) {
            None => Some((change, 1)),
            Some((number, author)) if author.is_empty() => Some((change, number + 1)),
            Some(_) => None,
        })
        .collect();
    insert_rows!(
        tx,
        QueryBuilder::new(
            "INSERT INTO faq_version (entry, number, question, answer, keywords, related, owner, updated_on, \
             reviewed_on, author, created_at, published_at, withdrawn) "
        ),
        versions,
        |values, (change, number)| {
            let (theme, entry) = (change.theme, change.entry);
            values
                .push_bind(&entry.id)
                .push_bind(*number)
                .push_bind(&entry.question)
                .push_bind(&entry.answer)
                .push_bind(&entry.keywords)
                .push_bind(entry.related.join(" "))
                .push_bind(&theme.owner)
                .push_bind(theme.reviewed.to_string())
                .push_bind(theme.reviewed.to_string())
                .push_bind("")
                .push_bind(now)
                .push_bind(ALWAYS)
                .push_bind(false);
        },
        // Another instance has loaded the same text meanwhile.
        " ON CONFLICT (entry, number) DO NOTHING"
    );
    Ok(())
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
