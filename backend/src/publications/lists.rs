//! Lists of published articles.

use domain::{article::Genre, rights::Teleservice};
use platform::{Error, db::Moment, on};

use super::read::{Summary, published_articles};
use crate::Portal;

/// Number of articles on a page.
pub const PAGE: u32 = 10;
/// Maximum number of events to come that a list shows, and of guides.
const MAX_LISTED: i64 = 500;
/// Numbers of news and events on the home page.
const LATEST_NEWS: i64 = 3;
const NEXT_EVENTS: i64 = 2;

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SummaryPage {
    pub articles: Vec<Summary>,
    /// Number of articles on all pages.
    pub total: i64,
    /// Number of the page, from 1.
    pub page: u32,
    pub pages: u32,
}

/// Articles of the home page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headlines {
    /// The latest first.
    pub news: Vec<Summary>,
    /// The next first.
    pub events: Vec<Summary>,
}

/// Returns the latest news and the next events, for the home page.
pub async fn headlines(portal: &Portal) -> Result<Headlines, Error> {
    let news = latest_news(portal, LATEST_NEWS, 0).await?;
    Ok(Headlines { news, events: next_events(portal, NEXT_EVENTS).await? })
}

/// Returns a page of the news, the latest first. `page` counts from 1 and is limited to the existing pages.
pub async fn news(portal: &Portal, page: u32) -> Result<SummaryPage, Error> {
    let total: i64 = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM article a WHERE a.kind = 'actualite' AND a.first_published_at <= $1
                 AND NOT EXISTS (SELECT 1 FROM article_version v WHERE v.article = a.id AND v.archived
                     AND v.number = (SELECT MAX(number) FROM article_version WHERE article = a.id AND published_at <= $1))",
        )
        .bind(portal.clock.now())
        .fetch_one(c)
        .await
    })?;
    let (page, pages) = bounded(page, total);
    Ok(SummaryPage {
        articles: latest_news(portal, i64::from(PAGE), offset(page)).await?,
        total,
        page,
        pages,
    })
}

async fn latest_news(portal: &Portal, limit: i64, offset: i64) -> Result<Vec<Summary>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(published_articles!(
            "",
            "AND a.kind = 'actualite' AND NOT v.archived ORDER BY a.first_published_at DESC, a.id LIMIT $2 OFFSET $3"
        ))
        .bind(portal.clock.now())
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the events that have not ended, the next first.
pub async fn upcoming_events(portal: &Portal) -> Result<Vec<Summary>, Error> {
    next_events(portal, MAX_LISTED).await
}

async fn next_events(portal: &Portal, limit: i64) -> Result<Vec<Summary>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(published_articles!(
            "",
            "AND a.kind = 'evenement' AND NOT v.archived AND v.ends_at > $1 ORDER BY v.starts_at, a.id LIMIT $2"
        ))
        .bind(portal.clock.now())
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Returns a page of the events that have ended, the latest first.
pub async fn past_events(portal: &Portal, page: u32) -> Result<SummaryPage, Error> {
    let past: Vec<Summary> = on!(portal.db, |c| {
        sqlx::query_as(published_articles!(
            "",
            "AND a.kind = 'evenement' AND NOT v.archived AND v.ends_at <= $1 ORDER BY v.starts_at DESC, a.id"
        ))
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?;
    let total = i64::try_from(past.len()).unwrap_or(i64::MAX);
    let (page, pages) = bounded(page, total);
    let first = (page as usize - 1) * PAGE as usize;
    let articles = past.into_iter().skip(first).take(PAGE as usize).collect();
    Ok(SummaryPage { articles, total, page, pages })
}

/// Returns the guides of a genre and about a téléservice (`None`: all), by title.
pub async fn guides(
    portal: &Portal,
    genre: Option<Genre>,
    teleservice: Option<Teleservice>,
) -> Result<Vec<Summary>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(published_articles!(
            "",
            "AND a.kind = 'documentation' AND NOT v.archived AND ($2 = '' OR v.genre = $2) AND ($3 = '' OR v.teleservice = $3)
             ORDER BY v.title, a.id LIMIT $4"
        ))
        .bind(portal.clock.now())
        .bind(genre.map_or("", Genre::code))
        .bind(teleservice.map_or("", Teleservice::code))
        .bind(MAX_LISTED)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the articles of all kinds that lists show, in the order of their identifiers.
pub async fn summaries(portal: &Portal) -> Result<Vec<Summary>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(published_articles!("", "AND NOT v.archived ORDER BY a.id"))
            .bind(portal.clock.now())
            .fetch_all(c)
            .await
    })?)
}

/// Returns the events of the public calendar: those of the last year, and those to come.
pub(super) async fn calendar_events(portal: &Portal) -> Result<Vec<Summary>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(published_articles!(
            "",
            "AND a.kind = 'evenement' AND NOT v.archived AND v.ends_at > $2 ORDER BY v.starts_at, a.id LIMIT $3"
        ))
        .bind(now)
        .bind(now.years_before(1))
        .bind(MAX_LISTED)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the greatest publication among articles; the epoch if there is none.
pub(super) fn last_change<'a>(articles: impl Iterator<Item = &'a Summary>) -> Moment {
    articles.map(|article| article.published_at).max().unwrap_or(Moment::from_micros(0))
}

/// Limits the number of a page to the existing ones. Returns it with their number.
fn bounded(page: u32, total: i64) -> (u32, u32) {
    let pages = u32::try_from(total.max(0)).unwrap_or(u32::MAX).div_ceil(PAGE).max(1);
    (page.clamp(1, pages), pages)
}

fn offset(page: u32) -> i64 {
    i64::from(page - 1) * i64::from(PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_limited_to_the_existing_ones() {
        for (page, total, expected) in
            [(1, 0, (1, 1)), (7, 0, (1, 1)), (0, 25, (1, 3)), (3, 25, (3, 3)), (9, 30, (3, 3))]
        {
            assert_eq!(bounded(page, total), expected, "{page} of {total}");
        }
        assert_eq!((offset(1), offset(3)), (0, 20));
    }
}
