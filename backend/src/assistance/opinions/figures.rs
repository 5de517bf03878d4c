use std::collections::BTreeMap;

use domain::{month::Month, rights::Action};
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::submit::SATISFACTIONS;
use crate::{Portal, accounts::sessions::Session};

/// Maximum number of comments on the page; the export has all.
const COMMENTS: usize = 200;
/// Number of months whose opinions are stored.
const MONTHS: usize = 13;

/// Returns the months with stored opinions, the current one first.
pub fn months(now: Moment) -> Vec<Month> {
    let months = std::iter::successors(Some(Month::of(now.day())), |month| Some(month.previous()));
    months.take(MONTHS).collect()
}

/// First instant of a month, and the first of the next one, Paris time.
fn bounds(month: Month) -> (Moment, Moment) {
    (Moment::start_of(month.first_day()), Moment::start_of(month.next().first_day()))
}

/// Numbers of opinions about a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFigures {
    pub page: String,
    /// Numbers of answers, from the best: very satisfied, satisfied, little, not.
    pub numbers: [i64; 4],
}

impl PageFigures {
    pub fn total(&self) -> i64 {
        self.numbers.iter().sum()
    }

    /// Share of satisfied and very satisfied answers, in percent; `None` without an answer.
    pub fn satisfied_percent(&self) -> Option<i64> {
        let total = self.total();
        (total > 0).then(|| ((self.numbers[0] + self.numbers[1]) * 100 + total / 2) / total)
    }
}

/// A comment.
#[derive(Clone, Debug)]
pub struct Comment {
    pub given_at: Moment,
    pub page: String,
    /// Label of the answer.
    pub satisfaction: &'static str,
    pub text: String,
}

/// Opinions of a month.
#[derive(Clone, Debug)]
pub struct MonthFigures {
    pub all: PageFigures,
    /// The page with most opinions first.
    pub pages: Vec<PageFigures>,
    /// The last ones first.
    pub comments: Vec<Comment>,
}

/// An opinion as stored.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Row {
    pub given_at: Moment,
    pub page: String,
    pub satisfaction: String,
    pub comment: String,
}

impl Row {
    /// Rank of the answer, from the best.
    fn rank(&self) -> usize {
        let known = SATISFACTIONS.iter().position(|(code, _)| *code == self.satisfaction);
        known.unwrap_or(SATISFACTIONS.len() - 1)
    }

    pub fn label(&self) -> &'static str {
        SATISFACTIONS[self.rank()].1
    }
}

/// Returns the figures and comments of a month.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right to read opinions.
pub async fn figures(portal: &Portal, session: &Session, month: Month) -> Result<MonthFigures, Error> {
    let rows = rows(portal, session, month).await?;
    let (mut all, mut pages) = (PageFigures::default(), BTreeMap::<&str, PageFigures>::new());
    for row in &rows {
        let page = pages.entry(&row.page).or_default();
        page.page.clone_from(&row.page);
        page.numbers[row.rank()] += 1;
        all.numbers[row.rank()] += 1;
    }
    let mut pages: Vec<PageFigures> = pages.into_values().collect();
    pages.sort_by_key(|page| std::cmp::Reverse(page.total()));
    let comments = rows.iter().filter(|row| !row.comment.is_empty()).take(COMMENTS);
    let comments = comments.map(|row| Comment {
        given_at: row.given_at,
        page: row.page.clone(),
        satisfaction: row.label(),
        text: row.comment.clone(),
    });
    Ok(MonthFigures { all, comments: comments.collect(), pages })
}

/// Returns the opinions of a month, the last ones first.
pub(super) async fn rows(portal: &Portal, session: &Session, month: Month) -> Result<Vec<Row>, Error> {
    session.staff_allowed(&Action::ReadOpinions)?;
    let (from, to) = bounds(month);
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT given_at, page, satisfaction, comment FROM opinion WHERE given_at >= $1 AND given_at < $2
             ORDER BY given_at DESC, id DESC",
        )
        .bind(from)
        .bind(to)
        .fetch_all(c)
        .await
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded() {
        let of = |numbers| PageFigures { page: String::new(), numbers }.satisfied_percent();
        assert_eq!(of([0, 0, 0, 0]), None);
        assert_eq!(of([1, 1, 1, 0]), Some(67));
        assert_eq!(of([0, 0, 3, 1]), Some(0));
        assert_eq!(of([2, 3, 0, 0]), Some(100));
    }

    #[test]
    fn months_are_read_and_listed() {
        let now = Moment::from_timestamp("2026-01-31T23:30:00Z".parse().expect("an instant"));
        let months = months(now);
        assert_eq!(months[0].code(), "2026-02", "February has begun in Paris");
        assert_eq!((months.len(), months[12].code().as_str()), (13, "2025-02"));
        let (from, to) = bounds(months[1]);
        assert_eq!(from.rfc3339(), "2025-12-31T23:00:00.000Z");
        assert_eq!(to.rfc3339(), "2026-01-31T23:00:00.000Z");
    }
}
