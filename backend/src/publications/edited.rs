//! The articles as editors see them: last version, and what people read.

use domain::{article::ArticleKind, rights::Action, search};
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::text::Text;
use crate::{Portal, accounts::sessions::Session};

/// Number of articles on a page.
const PAGE: usize = 50;

/// An article with its last version, whether it is published or not.
#[derive(Clone, Debug, FromRow)]
pub struct EditedArticle {
    pub id: String,
    kind: String,
    /// Number of the last version, the one that editors change.
    pub number: i64,
    #[sqlx(flatten)]
    pub text: Text,
    /// Editor of the last version.
    pub author: String,
    pub created_at: Moment,
    published_at: Option<Moment>,
    /// Number of the version that people read.
    pub shown: Option<i64>,
    shown_archived: Option<bool>,
    /// Next publication at a date, and the number of its version.
    pub planned_at: Option<Moment>,
    pub planned: Option<i64>,
}

/// State of an article for visitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleState {
    /// Never published.
    Unpublished,
    Published,
    /// At its address only.
    Archived,
}

impl EditedArticle {
    pub fn kind(&self) -> ArticleKind {
        ArticleKind::from_code(&self.kind).unwrap_or_default()
    }

    pub fn state(&self) -> ArticleState {
        match (self.shown, self.shown_archived) {
            (Some(_), Some(true)) => ArticleState::Archived,
            (Some(_), _) => ArticleState::Published,
            (None, _) => ArticleState::Unpublished,
        }
    }

    /// Returns `true` if the last version is a draft.
    pub fn has_draft(&self) -> bool {
        self.published_at.is_none()
    }

    /// Returns `true` if the last version can be published, or be published at another date.
    pub fn is_publishable(&self, now: Moment) -> bool {
        self.published_at.is_none_or(|at| at > now)
    }
}

/// Choice of articles to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleFilter {
    /// The last version is a draft.
    Draft,
    /// A publication at a date is to come.
    Planned,
    Published,
    Archived,
}

impl ArticleFilter {
    pub const ALL: [ArticleFilter; 4] =
        [ArticleFilter::Draft, ArticleFilter::Planned, ArticleFilter::Published, ArticleFilter::Archived];

    /// Code used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            ArticleFilter::Draft => "brouillon",
            ArticleFilter::Planned => "prevue",
            ArticleFilter::Published => "publiee",
            ArticleFilter::Archived => "archivee",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        ArticleFilter::ALL.into_iter().find(|filter| filter.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            ArticleFilter::Draft => "Brouillon en cours",
            ArticleFilter::Planned => "Publication prévue",
            ArticleFilter::Published => "Publiée",
            ArticleFilter::Archived => "Archivée",
        }
    }

    fn matches(self, article: &EditedArticle) -> bool {
        match self {
            ArticleFilter::Draft => article.has_draft(),
            ArticleFilter::Planned => article.planned.is_some(),
            ArticleFilter::Published => article.state() == ArticleState::Published,
            ArticleFilter::Archived => article.state() == ArticleState::Archived,
        }
    }
}

/// One page of the list.
#[derive(Clone, Debug)]
pub struct EditedArticles {
    pub articles: Vec<EditedArticle>,
    /// Number of articles on all pages.
    pub total: usize,
    pub page: u32,
    pub pages: u32,
}

/// Columns of an [`EditedArticle`], at the time `$1`.
macro_rules! edited_articles {
    ($condition:literal) => {
        concat!(
            "SELECT a.id, a.kind, v.number, v.title, v.summary, v.body, v.keywords, v.genre, v.teleservice, v.starts_at,
                 v.ends_at, v.territory, v.place, v.link, v.cancelled, v.correction, v.author, v.created_at,
                 v.published_at, s.number AS shown, s.archived AS shown_archived, p.published_at AS planned_at,
                 p.number AS planned
             FROM article a
             JOIN article_version v ON v.article = a.id
                 AND v.number = (SELECT MAX(number) FROM article_version WHERE article = a.id)
             LEFT JOIN article_version s ON s.article = a.id
                 AND s.number = (SELECT MAX(number) FROM article_version WHERE article = a.id AND published_at <= $1)
             LEFT JOIN article_version p ON p.article = a.id
                 AND p.number = (SELECT number FROM article_version WHERE article = a.id AND published_at > $1
                     AND number > COALESCE(s.number, 0) ORDER BY published_at, number DESC LIMIT 1) ",
            $condition
        )
    };
}

/// Returns a page of the articles of a kind (`None`: all) and in a state, that contain the words of a search, the last
/// written first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right.
pub async fn edited(
    portal: &Portal,
    session: &Session,
    kind: Option<ArticleKind>,
    filter: Option<ArticleFilter>,
    typed: &str,
    page: u32,
) -> Result<EditedArticles, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    let words = search::words(typed);
    let mut articles: Vec<EditedArticle> = on!(portal.db, |c| {
        sqlx::query_as(edited_articles!("ORDER BY v.created_at DESC, a.id"))
            .bind(portal.clock.now())
            .fetch_all(c)
            .await
    })?;
    articles.retain(|article| {
        kind.is_none_or(|kind| article.kind() == kind)
            && filter.is_none_or(|filter| filter.matches(article))
            && contains(article, &words)
    });
    let total = articles.len();
    let pages = u32::try_from(total.div_ceil(PAGE)).unwrap_or(1).max(1);
    let page = page.clamp(1, pages);
    let first = PAGE * (page as usize - 1);
    Ok(EditedArticles { articles: articles.into_iter().skip(first).take(PAGE).collect(), total, page, pages })
}

fn contains(article: &EditedArticle, words: &[String]) -> bool {
    let Text { head, body, keywords, .. } = &article.text;
    let key = search::key(&format!("{} {} {} {body} {keywords}", article.id, head.title, head.summary));
    words.iter().all(|word| key.contains(word.as_str()))
}

/// Returns an article with its last version.
///
/// # Errors
/// As [`edited`]; [`Error::NotFound`] for an unknown article.
pub async fn edited_article(portal: &Portal, session: &Session, id: &str) -> Result<EditedArticle, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    let found: Option<EditedArticle> = on!(portal.db, |c| {
        sqlx::query_as(edited_articles!("WHERE a.id = $2"))
            .bind(portal.clock.now())
            .bind(id)
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}
