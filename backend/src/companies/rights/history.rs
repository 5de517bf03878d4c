//! History of a person's rights: each right granted or withdrawn within thirteen months.

use domain::rights::Habilitation;

use super::{
    history_filter::{ChangesFilter, ChangesQuery},
    right_row::RightRow,
};
use platform::{Error, contains_words, db::Moment, on};

use crate::{Portal, accounts::sessions::Session};

/// Number of changes on one page.
pub const CHANGES_PAGE: u32 = 50;

/// A right that was granted or withdrawn.
#[derive(Clone, Debug)]
pub struct RightChange {
    pub right: Habilitation,
    /// `false`: withdrawn.
    pub granted: bool,
    /// Time at which the portal received it.
    pub at: Moment,
}

/// One page of changes, latest first.
#[derive(Clone, Debug)]
pub struct RightChanges {
    pub changes: Vec<RightChange>,
    /// Number of changes on all pages.
    pub matching: u32,
    /// Number of the page, from 1.
    pub page: u32,
    pub pages: u32,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    #[sqlx(flatten)]
    right: RightRow,
    granted: bool,
    changed_at: Moment,
}

/// `$1` account, `$2` co-owner, `$3` téléservice, `$4` droit, `$5` place, `$6` granted and withdrawn, `$7` granted,
/// `$8` and `$9` period, `$10` to `$15` words of the company's name or its number. Empty texts do not filter. A company
/// on which no right is left is found by its number only: its name is no longer stored.
macro_rules! filtered_changes {
    () => {
        concat!(
            "FROM right_change c
         WHERE c.account_id = $1 AND ($2 = '' OR c.co_owner = $2) AND ($3 = '' OR c.teleservice = $3)
           AND ($4 = '' OR c.droit = $4) AND ($5 = '' OR c.place = $5) AND ($6 OR c.granted = $7)
           AND c.changed_at >= $8 AND c.changed_at < $9
           AND ($10 = '%' OR ",
            contains_words!("c.siren", "$10", "$11", "$12", "$13", "$14", "$15"),
            " OR c.siren IN
               (SELECT e.siren FROM rattachement r JOIN entreprise e ON e.rattachement_id = r.id
                WHERE r.account_id = $1 AND ",
            contains_words!("e.search_key", "$10", "$11", "$12", "$13", "$14", "$15"),
            "))"
        )
    };
}

/// Binds `$1` to `$15`.
macro_rules! bind_changes {
    ($statement:expr, $query:expr) => {
        $query.company.patterns().iter().fold(
            $statement
                .bind($query.account)
                .bind($query.co_owner)
                .bind($query.teleservice)
                .bind($query.droit)
                .bind(&$query.place)
                .bind($query.both)
                .bind($query.granted)
                .bind($query.from)
                .bind($query.before),
            |statement, pattern| statement.bind(pattern),
        )
    };
}

/// Returns all changes of the signed-in person's rights. `page` counts from 1.
///
/// # Errors
/// [`Error::NotFound`] if no usager is signed in; [`Error::Busy`].
pub async fn right_changes(portal: &Portal, session: &Session, page: u32) -> Result<RightChanges, Error> {
    filtered_right_changes(portal, session, &ChangesFilter::default(), page).await
}

/// Returns the changes that match the filter. `page` counts from 1 and is limited to the existing pages.
///
/// # Errors
/// As [`right_changes`].
pub async fn filtered_right_changes(
    portal: &Portal,
    session: &Session,
    filter: &ChangesFilter,
    page: u32,
) -> Result<RightChanges, Error> {
    let query = ChangesQuery::new(session.usager()?.account, filter);
    let matching = count(portal, &query).await?;
    let pages = matching.div_ceil(CHANGES_PAGE).max(1);
    let page = page.clamp(1, pages);
    let rows = on!(portal.db, |c| {
        let select = sqlx::query_as::<_, ChangeRow>(concat!(
            "SELECT c.co_owner, c.place, c.teleservice, c.droit, c.granted, c.changed_at ",
            filtered_changes!(),
            " ORDER BY c.changed_at DESC, c.id DESC LIMIT $16 OFFSET $17"
        ));
        bind_changes!(select, query)
            .bind(i64::from(CHANGES_PAGE))
            .bind(i64::from((page - 1) * CHANGES_PAGE))
            .fetch_all(c)
            .await
    })?;
    let read = |row: ChangeRow| {
        Some(RightChange { right: row.right.read()?, granted: row.granted, at: row.changed_at })
    };
    Ok(RightChanges { changes: rows.into_iter().filter_map(read).collect(), matching, page, pages })
}

async fn count(portal: &Portal, query: &ChangesQuery) -> Result<u32, Error> {
    let count: i64 = on!(portal.db, |c| {
        let select = sqlx::query_scalar(concat!("SELECT COUNT(*) ", filtered_changes!()));
        bind_changes!(select, query).fetch_one(c).await
    })?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
