//! The entries as editors see them: last version, what people read, opinions.

use domain::{rights::Action, search};
use jiff::civil::Date;
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::{shipped::themes, text::Text};
use crate::{
    Portal,
    accounts::sessions::Session,
    search::{Miss, misses},
};

/// Number of entries on a page.
const PAGE: usize = 50;

/// An entry with its last version, whether it is published or not.
#[derive(Clone, Debug, FromRow)]
pub struct Edited {
    pub id: String,
    /// Number of the last version, the one that editors change.
    pub number: i64,
    #[sqlx(flatten)]
    pub text: Text,
    /// Editor of the last version; empty for a shipped text.
    pub author: String,
    pub created_at: Moment,
    published_at: Option<Moment>,
    /// Number of the version that people read, or that withdrew the entry.
    pub shown: Option<i64>,
    shown_withdrawn: Option<bool>,
    /// Next publication at a date, and the number of its version.
    pub planned_at: Option<Moment>,
    pub planned: Option<i64>,
    pub useful: i64,
    pub not_useful: i64,
}

/// What people see of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditedState {
    /// Never published.
    Unpublished,
    Published,
    Withdrawn,
}

impl Edited {
    pub fn state(&self) -> EditedState {
        match (self.shown, self.shown_withdrawn) {
            (Some(_), Some(true)) => EditedState::Withdrawn,
            (Some(_), _) => EditedState::Published,
            (None, _) => EditedState::Unpublished,
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

    /// Returns the day by which the text is to be reviewed.
    pub fn review_by(&self) -> Option<Date> {
        self.text.review_by.parse().ok()
    }

    /// Returns `true` if the day of review is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.review_by().is_some_and(|day| day < today)
    }

    /// Title of the theme; its code if it is unknown.
    pub fn theme_title(&self) -> &str {
        themes().iter().find(|one| one.code == self.text.theme).map_or(&self.text.theme, |one| &one.title)
    }
}

/// Choice of entries to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditedFilter {
    Published,
    /// The last version is a draft.
    Draft,
    /// A publication at a date is to come.
    Planned,
    Withdrawn,
    /// The day of review is over.
    Overdue,
}

impl EditedFilter {
    pub const ALL: [EditedFilter; 5] = [
        EditedFilter::Overdue,
        EditedFilter::Draft,
        EditedFilter::Planned,
        EditedFilter::Published,
        EditedFilter::Withdrawn,
    ];

    /// Code used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            EditedFilter::Published => "publiee",
            EditedFilter::Draft => "brouillon",
            EditedFilter::Planned => "prevue",
            EditedFilter::Withdrawn => "retiree",
            EditedFilter::Overdue => "a-relire",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        EditedFilter::ALL.into_iter().find(|filter| filter.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            EditedFilter::Published => "Publiée",
            EditedFilter::Draft => "Brouillon en cours",
            EditedFilter::Planned => "Publication prévue",
            EditedFilter::Withdrawn => "Retirée",
            EditedFilter::Overdue => "Relecture en retard",
        }
    }

    fn matches(self, entry: &Edited, today: Date) -> bool {
        match self {
            EditedFilter::Published => entry.state() == EditedState::Published,
            EditedFilter::Draft => entry.has_draft(),
            EditedFilter::Planned => entry.planned.is_some(),
            EditedFilter::Withdrawn => entry.state() == EditedState::Withdrawn,
            EditedFilter::Overdue => entry.is_overdue(today),
        }
    }
}

/// One page of the list.
#[derive(Clone, Debug)]
pub struct EditedPage {
    pub entries: Vec<Edited>,
    /// Number of entries on all pages.
    pub total: usize,
    pub page: u32,
    pub pages: u32,
}

/// Columns of an [`Edited`], at the time `$1`.
macro_rules! edited {
    ($condition:literal) => {
        concat!(
            "SELECT e.id, v.number, v.theme, v.question, v.answer, v.keywords, v.related, v.owner, v.review_by, v.author,
                 v.created_at, v.published_at, s.number AS shown, s.withdrawn AS shown_withdrawn,
                 p.published_at AS planned_at, p.number AS planned,
                 (SELECT COUNT(*) FROM faq_vote WHERE entry = e.id AND useful) AS useful,
                 (SELECT COUNT(*) FROM faq_vote WHERE entry = e.id AND NOT useful) AS not_useful
             FROM faq_entry e
             JOIN faq_version v ON v.entry = e.id
                 AND v.number = (SELECT MAX(number) FROM faq_version WHERE entry = e.id)
             LEFT JOIN faq_version s ON s.entry = e.id
                 AND s.number = (SELECT MAX(number) FROM faq_version WHERE entry = e.id AND published_at <= $1)
             LEFT JOIN faq_version p ON p.entry = e.id
                 AND p.number = (SELECT number FROM faq_version WHERE entry = e.id AND published_at > $1
                     AND number > COALESCE(s.number, 0) ORDER BY published_at, number DESC LIMIT 1) ",
            $condition
        )
    };
}

/// Returns a page of the entries of a theme (`None`: all) and in a state, that contain the words of a search. Those whose
/// review is overdue come first, then the order of the public page.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right.
pub async fn edited(
    portal: &Portal,
    session: &Session,
    theme: Option<&str>,
    filter: Option<EditedFilter>,
    typed: &str,
    page: u32,
) -> Result<EditedPage, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    let (now, words) = (portal.clock.now(), search::words(typed));
    let today = now.day();
    let mut entries: Vec<Edited> = on!(portal.db, |c| {
        sqlx::query_as(edited!("ORDER BY e.position, e.id")).bind(now).fetch_all(c).await
    })?;
    entries.retain(|entry| {
        theme.is_none_or(|theme| entry.text.theme == theme)
            && filter.is_none_or(|filter| filter.matches(entry, today))
            && contains(entry, &words)
    });
    // Stable: the order of each theme stays.
    entries.sort_by_key(|entry| order(entry, today));
    let total = entries.len();
    let pages = u32::try_from(total.div_ceil(PAGE)).unwrap_or(1).max(1);
    let page = page.clamp(1, pages);
    let first = PAGE * (page as usize - 1);
    Ok(EditedPage { entries: entries.into_iter().skip(first).take(PAGE).collect(), total, page, pages })
}

fn contains(entry: &Edited, words: &[String]) -> bool {
    let Text { question, answer, keywords, .. } = &entry.text;
    let key = search::key(&format!("{} {question} {answer} {keywords}", entry.id));
    words.iter().all(|word| key.contains(word.as_str()))
}

/// Overdue entries first, the oldest one before, then the rank of the theme.
fn order(entry: &Edited, today: Date) -> (bool, Option<Date>, usize) {
    let overdue = entry.is_overdue(today);
    let rank = themes().iter().position(|theme| theme.code == entry.text.theme);
    (!overdue, entry.review_by().filter(|_| overdue), rank.unwrap_or(usize::MAX))
}

/// Returns an entry with its last version.
///
/// # Errors
/// As [`edited`]; [`Error::NotFound`] for an unknown entry.
pub async fn edited_entry(portal: &Portal, session: &Session, id: &str) -> Result<Edited, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    let found: Option<Edited> = on!(portal.db, |c| {
        sqlx::query_as(edited!("WHERE e.id = $2")).bind(portal.clock.now()).bind(id).fetch_optional(c).await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns the searches that found nothing, the most frequent first.
///
/// # Errors
/// As [`edited`].
pub async fn unanswered(portal: &Portal, session: &Session) -> Result<Vec<Miss>, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    misses(portal).await
}
