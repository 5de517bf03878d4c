//! Versions of an article.

use domain::rights::Action;
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::{
    edited::edited_article,
    read::{Article, Correction, Summary, corrections},
    text::Text,
};
use crate::{Portal, accounts::sessions::Session};

/// A version in the history of its article.
#[derive(Clone, Debug, FromRow)]
pub struct ArticleVersionRow {
    pub number: i64,
    pub author: String,
    pub created_at: Moment,
    /// `None` for a draft.
    pub published_at: Option<Moment>,
    pub archived: bool,
    pub correction: String,
}

/// A version with its text.
#[derive(Clone, Debug, FromRow)]
pub struct ArticleVersion {
    pub number: i64,
    #[sqlx(flatten)]
    pub text: Text,
    pub published_at: Option<Moment>,
}

/// Returns the versions of an article, the last one first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right.
pub async fn history(portal: &Portal, session: &Session, id: &str) -> Result<Vec<ArticleVersionRow>, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT number, author, created_at, published_at, archived, correction
             FROM article_version WHERE article = $1 ORDER BY number DESC",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?)
}

/// Returns a version.
///
/// # Errors
/// As [`history`]; [`Error::NotFound`] for an unknown article or version.
pub async fn version(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: i64,
) -> Result<ArticleVersion, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    let found = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT number, title, summary, body, keywords, genre, teleservice, starts_at, ends_at, territory, place, link,
                 cancelled, correction, published_at
             FROM article_version WHERE article = $1 AND number = $2",
        )
        .bind(id)
        .bind(number)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns a version as people read it, or would read it if it were published now, with the notes below it.
///
/// # Errors
/// As [`version`].
pub async fn preview(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: i64,
) -> Result<(Article, Vec<Correction>), Error> {
    let kind = edited_article(portal, session, id).await?.kind();
    let versions = history(portal, session, id).await?;
    let ArticleVersion { text, published_at, .. } = version(portal, session, id, number).await?;
    let now = portal.clock.now();
    let published_at = published_at.unwrap_or(now);
    let first = versions.iter().filter_map(|row| row.published_at).min();
    let mut notes = corrections(portal, id).await?;
    notes.retain(|note| note.published_at < published_at);
    if !text.correction.is_empty() {
        notes.insert(0, Correction { published_at, correction: text.correction });
    }
    let summary = Summary {
        id: id.to_owned(),
        kind: kind.code().to_owned(),
        number,
        head: text.head,
        first_published_at: first.unwrap_or(published_at).min(published_at),
        published_at,
        archived: versions.iter().any(|row| row.number == number && row.archived),
    };
    Ok((Article { summary, body: text.body, keywords: text.keywords }, notes))
}
