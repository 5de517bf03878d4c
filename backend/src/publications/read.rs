//! Reads the published articles.

use domain::article::ArticleKind;
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::text::Head;
use crate::Portal;

/// A published article without its text, for lists.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Summary {
    pub id: String,
    pub(super) kind: String,
    /// Number of the version that people read.
    pub number: i64,
    #[sqlx(flatten)]
    pub head: Head,
    pub first_published_at: Moment,
    /// Publication of the version that people read.
    pub published_at: Moment,
    /// In no list any more.
    pub archived: bool,
}

/// A published article.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Article {
    #[sqlx(flatten)]
    pub summary: Summary,
    /// See `domain::rich_text`.
    pub body: String,
    pub(super) keywords: String,
}

/// Note about the correction of a published version.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Correction {
    pub published_at: Moment,
    pub correction: String,
}

impl Summary {
    pub fn kind(&self) -> ArticleKind {
        ArticleKind::from_code(&self.kind).unwrap_or_default()
    }

    /// Address of its page.
    pub fn path(&self) -> String {
        self.kind().path(&self.id)
    }

    /// Publication of the version that people read, if it is not the first one.
    pub fn updated_at(&self) -> Option<Moment> {
        (self.published_at > self.first_published_at).then_some(self.published_at)
    }
}

/// Statement for the articles that people read at the time `$1`, with the further columns of the first literal.
macro_rules! published_articles {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT a.id, a.kind, a.first_published_at, v.number, v.title, v.summary, v.genre, v.teleservice, v.starts_at,
                 v.ends_at, v.territory, v.place, v.link, v.cancelled, v.published_at, v.archived",
            $columns,
            " FROM article a JOIN article_version v ON v.article = a.id
                 AND v.number = (SELECT MAX(number) FROM article_version WHERE article = a.id AND published_at <= $1)
             WHERE a.first_published_at <= $1 ",
            $rest
        )
    };
}
pub(super) use published_articles;

/// Returns an article of a kind, archived or not.
///
/// # Errors
/// [`Error::NotFound`] if none is published at this identifier.
pub async fn article(portal: &Portal, kind: ArticleKind, id: &str) -> Result<Article, Error> {
    let found = on!(portal.db, |c| {
        sqlx::query_as(published_articles!(", v.body, v.keywords", "AND a.id = $2 AND a.kind = $3"))
            .bind(portal.clock.now())
            .bind(id)
            .bind(kind.code())
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns all articles of a kind that lists show, in the order of their identifiers.
pub async fn listed(portal: &Portal, kind: ArticleKind) -> Result<Vec<Article>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(published_articles!(
            ", v.body, v.keywords",
            "AND a.kind = $2 AND NOT v.archived ORDER BY a.id"
        ))
        .bind(portal.clock.now())
        .bind(kind.code())
        .fetch_all(c)
        .await
    })?)
}

/// Returns the latest news with their texts, the latest first.
pub(super) async fn latest_articles(portal: &Portal, limit: i64) -> Result<Vec<Article>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(published_articles!(
            ", v.body, v.keywords",
            "AND a.kind = 'actualite' AND NOT v.archived ORDER BY a.first_published_at DESC, a.id LIMIT $2"
        ))
        .bind(portal.clock.now())
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the notes of the published versions of an article, the latest first.
pub async fn corrections(portal: &Portal, id: &str) -> Result<Vec<Correction>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT published_at, correction FROM article_version
             WHERE article = $1 AND published_at <= $2 AND correction <> '' AND NOT archived ORDER BY number DESC",
        )
        .bind(id)
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?)
}
