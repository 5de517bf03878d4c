//! Versions of an entry.

use domain::rights::Action;
use jiff::civil::Date;
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::text::Text;
use crate::{Portal, accounts::sessions::Session};

/// A version in the history of its entry.
#[derive(Clone, Debug, FromRow)]
pub struct VersionRow {
    pub number: i64,
    pub question: String,
    /// Empty for a shipped text.
    pub author: String,
    pub created_at: Moment,
    /// `None` for a draft.
    pub published_at: Option<Moment>,
    pub withdrawn: bool,
    pub useful: i64,
    pub not_useful: i64,
}

/// A version with its text.
#[derive(Clone, Debug, FromRow)]
pub struct Version {
    pub number: i64,
    #[sqlx(flatten)]
    pub text: Text,
    updated_on: String,
    pub published_at: Option<Moment>,
}

impl Version {
    /// Returns the day that people read as that of the last change: for a draft, the day on which it is read, as if it were
    /// published now.
    pub fn updated_on(&self, today: Date) -> Option<Date> {
        if self.published_at.is_none() { Some(today) } else { self.updated_on.parse().ok() }
    }

    /// Returns the identifiers of related entries, which may be withdrawn.
    pub fn related(&self) -> Vec<&str> {
        self.text.related.split_whitespace().collect()
    }
}

/// Returns the versions of an entry, the last one first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right.
pub async fn history(portal: &Portal, session: &Session, id: &str) -> Result<Vec<VersionRow>, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT v.number, v.question, v.author, v.created_at, v.published_at, v.withdrawn,
                 (SELECT COUNT(*) FROM faq_vote WHERE entry = v.entry AND version = v.number AND useful) AS useful,
                 (SELECT COUNT(*) FROM faq_vote WHERE entry = v.entry AND version = v.number AND NOT useful) AS not_useful
             FROM faq_version v WHERE v.entry = $1 ORDER BY v.number DESC",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?)
}

/// Returns a version.
///
/// # Errors
/// As [`history`]; [`Error::NotFound`] for an unknown entry or version.
pub async fn version(portal: &Portal, session: &Session, id: &str, number: i64) -> Result<Version, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    let found = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT number, theme, question, answer, keywords, related, owner, review_by, updated_on, published_at
             FROM faq_version WHERE entry = $1 AND number = $2",
        )
        .bind(id)
        .bind(number)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}
