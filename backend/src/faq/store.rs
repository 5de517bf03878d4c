//! Writes entries and versions: shipped texts, and those of editors.

use std::collections::BTreeMap;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, insert_rows, on_tx,
};
use sqlx::QueryBuilder;

use super::{
    shipped::{ShippedEntry, Theme},
    text::Text,
};

/// Publication of shipped texts: before any time that a clock may show.
const ALWAYS: Moment = Moment::from_micros(0);

/// A shipped text that the database does not have.
pub(super) struct Change {
    pub theme: &'static Theme,
    pub entry: &'static ShippedEntry,
    pub position: i64,
    pub hash: Vec<u8>,
}

/// Writes shipped texts, each as a version unless an editor wrote the last one.
pub(super) async fn write_shipped(tx: &mut Tx, changed: &[Change], now: Moment) -> Result<(), Error> {
    insert_rows!(
        tx,
        QueryBuilder::new("INSERT INTO faq_entry (id, position, shipped_hash) "),
        changed,
        |values, change| {
            values.push_bind(&change.entry.id).push_bind(change.position).push_bind(&change.hash);
        },
        " ON CONFLICT (id) DO UPDATE SET position = excluded.position, shipped_hash = excluded.shipped_hash"
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
            "INSERT INTO faq_version (entry, number, theme, question, answer, keywords, related, owner, review_by, \
             updated_on, author, created_at, published_at, withdrawn) "
        ),
        versions,
        |values, (change, number)| {
            let text = change.entry.text(change.theme);
            values
                .push_bind(&change.entry.id)
                .push_bind(*number)
                .push_bind(text.theme)
                .push_bind(text.question)
                .push_bind(text.answer)
                .push_bind(text.keywords)
                .push_bind(text.related)
                .push_bind(text.owner)
                .push_bind(text.review_by)
                .push_bind(change.theme.reviewed.to_string())
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

/// A version to insert.
pub(super) struct NewVersion<'a> {
    pub entry: &'a str,
    pub number: i64,
    pub text: &'a Text,
    pub author: &'a str,
    /// Withdraws the entry, at once; otherwise a draft.
    pub withdrawn: bool,
}

/// Inserts an entry as the last one of its theme. Returns `false` if the identifier is taken.
pub(super) async fn insert_entry(tx: &mut Tx, id: &str) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO faq_entry (id, position) SELECT CAST($1 AS TEXT), COALESCE(MAX(position), 0) + 1 FROM faq_entry
             WHERE TRUE ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
    )?;
    Ok(inserted == 1)
}

/// Inserts a version. Returns `false` if another one has its number.
pub(super) async fn insert_version(
    tx: &mut Tx,
    now: Moment,
    version: &NewVersion<'_>,
) -> Result<bool, Error> {
    let text = version.text;
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO faq_version (entry, number, theme, question, answer, keywords, related, owner, review_by,
                 updated_on, author, created_at, published_at, withdrawn)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             ON CONFLICT (entry, number) DO NOTHING",
        )
        .bind(version.entry)
        .bind(version.number)
        .bind(&text.theme)
        .bind(&text.question)
        .bind(&text.answer)
        .bind(&text.keywords)
        .bind(&text.related)
        .bind(&text.owner)
        .bind(&text.review_by)
        .bind(now.day().to_string())
        .bind(version.author)
        .bind(now)
        .bind(version.withdrawn.then_some(now))
        .bind(version.withdrawn)
    )?;
    Ok(inserted == 1)
}

/// Publishes a version from this time on, if it is the last one and is not published yet. Returns `false` otherwise.
pub(super) async fn publish(
    tx: &mut Tx,
    now: Moment,
    entry: &str,
    number: i64,
    from: Moment,
) -> Result<bool, Error> {
    let published = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE faq_version SET published_at = $1, updated_on = $2
             WHERE entry = $3 AND number = $4 AND NOT withdrawn AND (published_at IS NULL OR published_at > $5)
                 AND number = (SELECT MAX(number) FROM faq_version WHERE entry = $3)",
        )
        .bind(from)
        .bind(from.day().to_string())
        .bind(entry)
        .bind(number)
        .bind(now)
    )?;
    Ok(published == 1)
}

/// Makes a version that is not published yet a draft again. Returns `false` if there is none.
pub(super) async fn cancel_publication(
    tx: &mut Tx,
    now: Moment,
    entry: &str,
    number: i64,
) -> Result<bool, Error> {
    let cancelled = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE faq_version SET published_at = NULL WHERE entry = $1 AND number = $2 AND published_at > $3",
        )
        .bind(entry)
        .bind(number)
        .bind(now)
    )?;
    Ok(cancelled == 1)
}
