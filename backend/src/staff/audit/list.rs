use domain::rights::Action;
use jiff::civil::Date;
use platform::{
    Error, contains_words,
    db::{Moment, SearchedWords},
    on,
};

use super::act::{Act, ActKind};
use crate::{Portal, accounts::sessions::Session};

/// Number of acts on a page.
const PAGE: i64 = 50;

/// Acts to list.
#[derive(Clone, Debug, Default)]
pub struct ActFilter {
    pub kind: Option<ActKind>,
    /// Words of the name of the author, of the identifiant or of the code concerned, see [`domain::search`].
    pub words: String,
    /// First and last day, Paris time.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// One page of the audit trail.
#[derive(Clone, Debug)]
pub struct ActPage {
    pub acts: Vec<Act>,
    pub page: u32,
    pub pages: u32,
}

/// Acts of kind `$1` (empty: any), between `$2` and `$3`, with the words `$4` to `$9`.
macro_rules! filtered {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM staff_act WHERE (kind = $1 OR $1 = '') AND happened_at >= $2 AND happened_at < $3 AND ",
            contains_words!("search", "$4", "$5", "$6", "$7", "$8", "$9")
        )
    };
}

/// Returns a page of the audit trail, the last acts first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right to see the administration.
pub async fn acts(
    portal: &Portal,
    session: &Session,
    filter: &ActFilter,
    page: u32,
) -> Result<ActPage, Error> {
    session.staff_allowed(&Action::SeeAdministration)?;
    let kind = filter.kind.map_or("", ActKind::code);
    let (from, to) = bounds(filter);
    let words = SearchedWords::read(&filter.words);
    let total: i64 = on!(portal.db, |c| {
        let select = sqlx::query_scalar(filtered!("COUNT(*)")).bind(kind).bind(from).bind(to);
        words.patterns().iter().fold(select, |select, word| select.bind(word)).fetch_one(c).await
    })?;
    let pages = u32::try_from((total + PAGE - 1) / PAGE).unwrap_or(1).max(1);
    let page = page.clamp(1, pages);
    let acts = on!(portal.db, |c| {
        let select = sqlx::query_as(concat!(
            filtered!("happened_at, author_name, network, kind, subject, changes"),
            " ORDER BY happened_at DESC, id DESC LIMIT $10 OFFSET $11"
        ))
        .bind(kind)
        .bind(from)
        .bind(to);
        let select = words.patterns().iter().fold(select, |select, word| select.bind(word));
        select.bind(PAGE).bind(i64::from(page - 1) * PAGE).fetch_all(c).await
    })?;
    Ok(ActPage { acts, page, pages })
}

/// First instant, and the first after the last.
fn bounds(filter: &ActFilter) -> (Moment, Moment) {
    let from = filter.from.map_or(Moment::from_micros(0), Moment::start_of);
    let to = filter.to.and_then(|day| day.tomorrow().ok());
    (from, to.map_or(Moment::from_micros(i64::MAX), Moment::start_of))
}
