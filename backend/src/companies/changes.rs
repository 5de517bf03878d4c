//! What became of an account's rights: each one granted or withdrawn, dated and told, in the transaction that stores it
//! (mission §3.3; 002: people were « habilités mais bloqués » without knowing why).

use std::collections::BTreeSet;

use domain::{co_owner::CoOwner, rights::Habilitation};
use uuid::Uuid;

use super::read::RightRow;
use crate::{
    Error, Portal, age, change,
    db::{Duration, Moment, Tx},
    live, notifications, on_tx,
};

/// As the history of the account itself: thirteen months.
pub(super) const KEPT: Duration = Duration::from_secs(396 * 24 * 3600);
/// Rows per statement; see `store`.
const ROWS: usize = 1_000;

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
    for delegate in age::delegates_of(tx, holder.account).await? {
        live::rights_changed(tx, delegate).await?;
    }
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
