//! Writes articles and versions.

use domain::article::ArticleKind;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on_tx,
};

use super::text::Text;

/// A version to insert.
pub(super) struct NewVersion<'a> {
    pub article: &'a str,
    pub number: i64,
    pub text: &'a Text,
    pub author: &'a str,
    /// Archives the article, at once; otherwise a draft.
    pub archived: bool,
}

/// Inserts an article. Returns `false` if the identifier is taken.
pub(super) async fn insert_article(tx: &mut Tx, id: &str, kind: ArticleKind) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query("INSERT INTO article (id, kind) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
            .bind(id)
            .bind(kind.code())
    )?;
    Ok(inserted == 1)
}

/// Inserts a version after the last one. Returns `false` if the last one is not the one before.
pub(super) async fn add_version(tx: &mut Tx, now: Moment, version: &NewVersion<'_>) -> Result<bool, Error> {
    let last: Option<i64> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT MAX(number) FROM article_version WHERE article = $1")
            .bind(version.article)
            .fetch_one(c)
            .await
    })?;
    Ok(last.unwrap_or(0) + 1 == version.number && insert_version(tx, now, version).await?)
}

/// Inserts a version. Returns `false` if another one has its number.
async fn insert_version(tx: &mut Tx, now: Moment, version: &NewVersion<'_>) -> Result<bool, Error> {
    let (text, head) = (version.text, &version.text.head);
    let territory = head.starts_at.map_or("", |_| head.territory().code());
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO article_version (article, number, title, summary, body, keywords, genre, teleservice, starts_at,
                 ends_at, territory, place, link, cancelled, correction, author, created_at, published_at, archived)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
             ON CONFLICT (article, number) DO NOTHING",
        )
        .bind(version.article)
        .bind(version.number)
        .bind(&head.title)
        .bind(&head.summary)
        .bind(&text.body)
        .bind(&text.keywords)
        .bind(head.genre_code())
        .bind(head.teleservice_code())
        .bind(head.starts_at)
        .bind(head.ends_at)
        .bind(territory)
        .bind(&head.place)
        .bind(&head.link)
        .bind(head.cancelled)
        .bind(&text.correction)
        .bind(version.author)
        .bind(now)
        .bind(version.archived.then_some(now))
        .bind(version.archived)
    )?;
    Ok(inserted == 1)
}

/// Publishes a version from this time on, if it is the last one and is not published yet. Returns `false` otherwise.
pub(super) async fn publish(
    tx: &mut Tx,
    now: Moment,
    article: &str,
    number: i64,
    from: Moment,
) -> Result<bool, Error> {
    let published = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE article_version SET published_at = $1
             WHERE article = $2 AND number = $3 AND NOT archived AND (published_at IS NULL OR published_at > $4)
                 AND number = (SELECT MAX(number) FROM article_version WHERE article = $2)",
        )
        .bind(from)
        .bind(article)
        .bind(number)
        .bind(now)
    )?;
    refresh_first_publication(tx, article).await?;
    Ok(published == 1)
}

/// Makes a version that is not published yet a draft again. Returns `false` if there is none.
pub(super) async fn cancel_publication(
    tx: &mut Tx,
    now: Moment,
    article: &str,
    number: i64,
) -> Result<bool, Error> {
    let cancelled = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE article_version SET published_at = NULL WHERE article = $1 AND number = $2 AND published_at > $3",
        )
        .bind(article)
        .bind(number)
        .bind(now)
    )?;
    refresh_first_publication(tx, article).await?;
    Ok(cancelled == 1)
}

/// Stores the first publication of an article, by which lists are sorted.
async fn refresh_first_publication(tx: &mut Tx, article: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE article SET first_published_at =
                 (SELECT MIN(published_at) FROM article_version WHERE article = $1) WHERE id = $1",
        )
        .bind(article)
    )?;
    Ok(())
}
