//! Reads the published entries.

use jiff::civil::Date;
use platform::{Error, on};
use sqlx::FromRow;

use crate::Portal;

/// What lists show of an entry.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Summary {
    pub id: String,
    /// Code of its theme.
    pub theme: String,
    pub question: String,
    /// Day of the last change, « 2026-11-30 ».
    updated_on: String,
}

impl Summary {
    /// Returns the day of the last change.
    pub fn updated_on(&self) -> Option<Date> {
        self.updated_on.parse().ok()
    }
}

/// A published entry.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Entry {
    #[sqlx(flatten)]
    pub summary: Summary,
    pub number: i64,
    /// See `domain::rich_text`.
    pub answer: String,
    pub owner: String,
    pub(super) keywords: String,
    related: String,
}

impl Entry {
    /// Returns the identifiers of related entries, which may be withdrawn.
    pub fn related(&self) -> Vec<&str> {
        self.related.split_whitespace().collect()
    }
}

/// Returns all published entries, in the order of their identifiers.
pub async fn list(portal: &Portal) -> Result<Vec<Entry>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT e.id, v.theme, v.number, v.question, v.answer, v.keywords, v.related, v.owner, v.updated_on
             FROM faq_entry e JOIN faq_version v ON v.entry = e.id
             WHERE v.number = (SELECT MAX(number) FROM faq_version WHERE entry = e.id AND published_at <= $1)
                 AND NOT v.withdrawn
             ORDER BY e.id",
        )
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?)
}

/// Returns what lists show of all published entries, in the order of each theme.
pub async fn summaries(portal: &Portal) -> Result<Vec<Summary>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT e.id, v.theme, v.question, v.updated_on FROM faq_entry e JOIN faq_version v ON v.entry = e.id
             WHERE v.number = (SELECT MAX(number) FROM faq_version WHERE entry = e.id AND published_at <= $1)
                 AND NOT v.withdrawn
             ORDER BY e.position, e.id",
        )
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?)
}

/// Returns a published entry.
///
/// # Errors
/// [`Error::NotFound`] if there is none.
pub async fn entry(portal: &Portal, id: &str) -> Result<Entry, Error> {
    let found = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT e.id, v.theme, v.number, v.question, v.answer, v.keywords, v.related, v.owner, v.updated_on
             FROM faq_entry e JOIN faq_version v ON v.entry = e.id
             WHERE e.id = $2 AND NOT v.withdrawn
                 AND v.number = (SELECT MAX(number) FROM faq_version WHERE entry = e.id AND published_at <= $1)",
        )
        .bind(portal.clock.now())
        .bind(id)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}
