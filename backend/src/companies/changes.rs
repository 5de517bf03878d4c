//! What became of an account's rights: each one granted or withdrawn, dated and told, in the transaction that stores it
//! (mission §3.3; 002: people were « habilités mais bloqués » without knowing why).

use std::collections::BTreeSet;

use domain::{co_owner::CoOwner, rights::Habilitation};
use uuid::Uuid;

use super::read::RightRow;
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    live, notifications, on, on_tx,
    session::Session,
};

/// As the history of the account itself: thirteen months.
const KEPT: Duration = Duration::from_secs(396 * 24 * 3600);
/// Rows per statement; see `store`.
const ROWS: usize = 1_000;
/// Changes on one page.
pub const CHANGES_PAGE: u32 = 50;

/// Whose rights change, through which co-owner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holder {
    pub account: Uuid,
    pub co_owner: CoOwner,
}

/// What an account held and holds.
#[derive(Debug, Default)]
pub(super) struct Difference<'a> {
    pub granted: Vec<&'a Habilitation>,
    pub withdrawn: Vec<&'a Habilitation>,
}

impl<'a> Difference<'a> {
    pub fn between(before: &'a BTreeSet<Habilitation>, after: &'a BTreeSet<Habilitation>) -> Self {
        Difference {
            granted: after.difference(before).collect(),
            withdrawn: before.difference(after).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.granted.is_empty() && self.withdrawn.is_empty()
    }
}

/// What is held through a link, as this transaction sees it.
pub(super) async fn held(tx: &mut Tx, link: Uuid) -> Result<BTreeSet<Habilitation>, Error> {
    let rows = on_tx!(tx, |c| {
        sqlx::query_as::<_, RightRow>(
            "SELECT r.co_owner, h.place, h.teleservice, h.droit
             FROM rattachement r JOIN habilitation h ON h.rattachement_id = r.id WHERE r.id = $1",
        )
        .bind(link)
        .fetch_all(c)
        .await
    })?;
    Ok(rows.iter().filter_map(RightRow::read).collect())
}

/// Dates each right and tells open pages; the person's own doings (linking, unlinking) need no more.
pub(super) async fn note(
    tx: &mut Tx,
    now: Moment,
    holder: Holder,
    difference: &Difference<'_>,
) -> Result<(), Error> {
    if difference.is_empty() {
        return Ok(());
    }
    live::rights_changed(tx, holder.account).await?;
    let granted = difference.granted.iter().map(|right| (*right, true));
    let all: Vec<_> = granted.chain(difference.withdrawn.iter().map(|right| (*right, false))).collect();
    for rows in all.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO right_change
                     (id, account_id, co_owner, siren, place, teleservice, droit, granted, changed_at) ",
            );
            insert.push_values(rows, |mut row, (right, granted)| {
                row.push_bind(Uuid::now_v7()).push_bind(holder.account).push_bind(holder.co_owner.code());
                row.push_bind(right.place.siren().as_str().to_owned()).push_bind(right.place.number());
                row.push_bind(right.teleservice.code()).push_bind(right.droit.code());
                row.push_bind(*granted).push_bind(now);
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// The same, and the person is told: the co-owner did it.
pub(super) async fn note_and_tell(
    tx: &mut Tx,
    now: Moment,
    holder: Holder,
    difference: &Difference<'_>,
) -> Result<(), Error> {
    if difference.is_empty() {
        return Ok(());
    }
    note(tx, now, holder, difference).await?;
    let (granted, withdrawn) = (difference.granted.len(), difference.withdrawn.len());
    notifications::tell_rights(tx, now, holder.account, holder.co_owner, granted, withdrawn).await
}

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

/// Every right that was granted to the person or withdrawn from them within thirteen months; `page` counts from 1.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in; [`Error::Busy`].
pub async fn right_changes(portal: &Portal, session: &Session, page: u32) -> Result<RightChanges, Error> {
    let account = session.usager()?.account;
    let total: i64 = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM right_change WHERE account_id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    let pages = u32::try_from(total).unwrap_or(u32::MAX).div_ceil(CHANGES_PAGE).max(1);
    let page = page.clamp(1, pages);
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, ChangeRow>(
            "SELECT co_owner, place, teleservice, droit, granted, changed_at FROM right_change
             WHERE account_id = $1 ORDER BY changed_at DESC, id DESC LIMIT $2 OFFSET $3",
        )
        .bind(account)
        .bind(i64::from(CHANGES_PAGE))
        .bind(i64::from((page - 1) * CHANGES_PAGE))
        .fetch_all(c)
        .await
    })?;
    let read = |row: ChangeRow| {
        Some(RightChange { right: row.right.read()?, granted: row.granted, at: row.changed_at })
    };
    Ok(RightChanges { changes: rows.into_iter().filter_map(read).collect(), page, pages })
}

/// Forgets changes of more than thirteen months ago, and what was told of them.
pub(crate) async fn purge_changes(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - KEPT;
    notifications::purge_rights(portal, limit).await?;
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM right_change WHERE changed_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
