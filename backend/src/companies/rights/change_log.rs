//! Dated record of each right granted or withdrawn, written in the transaction that stores it (mission §3.3; 002:
//! people were « habilités mais bloqués » without knowing why).

use super::difference::{Difference, Holder};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, insert_rows,
};
use sqlx::QueryBuilder;

use crate::{
    Portal,
    accounts::account,
    companies::{company_admins, notices},
    id::RowId,
};

/// Retention of changes: thirteen months, like the history of the account.
pub(super) const RETENTION: Duration = Duration::from_secs(396 * 24 * 3600);

/// Records each change and updates the open pages of the person and of their delegates. Does not notify: used for
/// changes that the person made (linking, unlinking).
pub(crate) async fn record(
    tx: &mut Tx,
    now: Moment,
    holder: Holder,
    difference: &Difference<'_>,
) -> Result<(), Error> {
    if difference.is_empty() {
        return Ok(());
    }
    account::rights_changed(tx, holder.account).await?;
    for delegate in company_admins::delegates_of(tx, holder.account).await? {
        account::rights_changed(tx, delegate).await?;
    }
    let granted = difference.granted.iter().map(|right| (*right, true));
    let all: Vec<_> = granted.chain(difference.withdrawn.iter().map(|right| (*right, false))).collect();
    insert_rows!(
        tx,
        QueryBuilder::new(
            "INSERT INTO right_change
                 (id, account_id, co_owner, siren, place, teleservice, droit, granted, changed_at) ",
        ),
        all,
        |values, (right, granted)| {
            values.push_bind(RowId::generate()).push_bind(holder.account).push_bind(holder.co_owner.code());
            values.push_bind(right.place.siren().as_str().to_owned()).push_bind(right.place.number());
            values.push_bind(right.teleservice.code()).push_bind(right.droit.code());
            values.push_bind(*granted).push_bind(now);
        }
    );
    Ok(())
}

/// Like [`record`], and notifies the person, for changes made by the co-owner.
pub(super) async fn record_and_notify(
    tx: &mut Tx,
    now: Moment,
    holder: Holder,
    difference: &Difference<'_>,
) -> Result<(), Error> {
    if difference.is_empty() {
        return Ok(());
    }
    record(tx, now, holder, difference).await?;
    let (granted, withdrawn) = (difference.granted.len(), difference.withdrawn.len());
    notices::notify_rights(tx, now, holder.account, holder.co_owner, granted, withdrawn).await
}

/// Deletes changes older than thirteen months, and the notices about them.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    notices::purge_rights(portal, limit).await?;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM right_change WHERE changed_at < $1").bind(limit))?)
}
