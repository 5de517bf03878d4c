//! The dated history of a person's rights, to be read.

use domain::{
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Place, Teleservice},
    siret::Siret,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{RightsFilter, choice, read::RightRow};
use crate::{Error, Portal, db::Moment, on, session::Session};

/// Changes on one page.
pub const CHANGES_PAGE: u32 = 50;

/// A right that was granted or withdrawn.
#[derive(Clone, Debug)]
pub struct RightChange {
    pub right: Habilitation,
    pub granted: bool,
    /// When the portal learnt it.
    pub at: Moment,
}

/// One page of the changes, latest first.
#[derive(Clone, Debug)]
pub struct RightChanges {
    pub changes: Vec<RightChange>,
    /// How many there are on all pages.
    pub matching: u32,
    /// From 1.
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

/// Which changes are wanted; nothing set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangesFilter {
    pub rights: RightsFilter,
    /// The very place of one right.
    pub place: Option<Place>,
    /// Granted (`true`) or withdrawn only.
    pub granted: Option<bool>,
    /// First and last day, in Paris.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// `$1` account, `$2` co-owner, `$3` téléservice, `$4` droit, `$5` place or nothing, `$6` both kinds, `$7` granted, `$8`
/// and `$9` the period, `$10` pattern of the company's name or number. A company may be gone: its number is then all that
/// is known of it.
macro_rules! wanted {
    () => {
        "FROM right_change c
         WHERE c.account_id = $1 AND ($2 = '' OR c.co_owner = $2) AND ($3 = '' OR c.teleservice = $3)
           AND ($4 = '' OR c.droit = $4) AND ($5 = '' OR c.place = $5) AND ($6 OR c.granted = $7)
           AND c.changed_at >= $8 AND c.changed_at < $9
           AND ($10 = '%' OR c.siren LIKE $10 OR c.siren IN
               (SELECT e.siren FROM rattachement r JOIN entreprise e ON e.rattachement_id = r.id
                WHERE r.account_id = $1 AND e.search_key LIKE $10))"
    };
}

/// The filter as the database takes it.
struct Bound {
    account: Uuid,
    co_owner: &'static str,
    teleservice: &'static str,
    droit: &'static str,
    place: String,
    both: bool,
    granted: bool,
    from: Moment,
    before: Moment,
    company: String,
}

impl Bound {
    fn new(account: Uuid, filter: &ChangesFilter) -> Self {
        let rights = &filter.rights;
        let last = |day: Date| day.tomorrow().map_or(Moment::from_micros(i64::MAX), Moment::start_of);
        // A SIRET is that very place, when no other is asked for.
        let typed = || Siret::parse(&rights.company).ok().map(Place::Siret);
        let place = filter.place.clone().or_else(typed);
        Bound {
            account,
            co_owner: rights.co_owner.map_or("", CoOwner::code),
            teleservice: rights.teleservice.map_or("", Teleservice::code),
            droit: rights.droit.map_or("", Droit::code),
            place: place.map_or_else(String::new, |place| place.number().to_owned()),
            both: filter.granted.is_none(),
            granted: filter.granted.unwrap_or(true),
            from: filter.from.map_or(Moment::from_micros(0), Moment::start_of),
            before: filter.to.map_or(Moment::from_micros(i64::MAX), last),
            company: choice::pattern(&rights.company),
        }
    }
}

/// Every right that was granted to the person or withdrawn from them within thirteen months; `page` counts from 1.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in; [`Error::Busy`].
pub async fn right_changes(portal: &Portal, session: &Session, page: u32) -> Result<RightChanges, Error> {
    changes_like(portal, session, &ChangesFilter::default(), page).await
}

/// The changes that were asked for, latest first.
///
/// # Errors
/// As [`right_changes`].
pub async fn changes_like(
    portal: &Portal,
    session: &Session,
    filter: &ChangesFilter,
    page: u32,
) -> Result<RightChanges, Error> {
    let bound = Bound::new(session.usager()?.account, filter);
    let total: i64 = on!(portal.db, |c| {
        sqlx::query_scalar(concat!("SELECT COUNT(*) ", wanted!()))
            .bind(bound.account)
            .bind(bound.co_owner)
            .bind(bound.teleservice)
            .bind(bound.droit)
            .bind(&bound.place)
            .bind(bound.both)
            .bind(bound.granted)
            .bind(bound.from)
            .bind(bound.before)
            .bind(&bound.company)
            .fetch_one(c)
            .await
    })?;
    let matching = u32::try_from(total).unwrap_or(u32::MAX);
    let pages = matching.div_ceil(CHANGES_PAGE).max(1);
    let page = page.clamp(1, pages);
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, ChangeRow>(concat!(
            "SELECT c.co_owner, c.place, c.teleservice, c.droit, c.granted, c.changed_at ",
            wanted!(),
            " ORDER BY c.changed_at DESC, c.id DESC LIMIT $11 OFFSET $12"
        ))
        .bind(bound.account)
        .bind(bound.co_owner)
        .bind(bound.teleservice)
        .bind(bound.droit)
        .bind(&bound.place)
        .bind(bound.both)
        .bind(bound.granted)
        .bind(bound.from)
        .bind(bound.before)
        .bind(&bound.company)
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
