use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use crate::Portal;

/// A news of customs' own site.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct CustomsNews {
    pub title: String,
    /// May be empty.
    pub summary: String,
    /// Address on its site.
    pub link: String,
    pub published_at: Moment,
}

/// Returns the latest news, the last published first; none if no feed is configured.
pub async fn latest(portal: &Portal, limit: i64) -> Result<Vec<CustomsNews>, Error> {
    if portal.config.customs_news.source.is_none() {
        return Ok(Vec::new());
    }
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT title, summary, link, published_at FROM customs_news ORDER BY published_at DESC, id LIMIT $1",
        )
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}
