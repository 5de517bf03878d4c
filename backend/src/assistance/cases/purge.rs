use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
    files::FileKey,
    on,
};

use super::open::CONFIRMATION;
use crate::{Portal, id::CaseId, messaging};

/// Years after the last message.
const RETENTION_YEARS: i16 = 2;

/// Cases deleted in one run; the next run continues.
const BATCH: i64 = 500;

/// Deletes the cases two years after their last message, and those whose address was not confirmed in time, with their files;
/// returns their number. Also deletes files that were added to a case and not sent within the retention of drafts.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    messaging::purge_unsent_of_cases(portal, now - messaging::DRAFT_RETENTION).await?;
    let term = Term { inactive: now.years_before(RETENTION_YEARS), unconfirmed: now - CONFIRMATION };
    let old: Vec<CaseId> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM support_case WHERE activity_at < $1 OR (state = 'a-confirmer' AND created_at < $2) LIMIT $3",
        )
        .bind(term.inactive)
        .bind(term.unconfirmed)
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    messaging::purge_each(portal, old, term, delete_ended).await
}

/// Times before which cases end.
#[derive(Clone, Copy)]
struct Term {
    inactive: Moment,
    unconfirmed: Moment,
}

/// Deletes a case. Returns the keys of its files, or `None` if it was active meanwhile.
async fn delete_ended(tx: &mut Tx, id: CaseId, term: Term) -> Result<Option<Vec<FileKey>>, Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE support_case SET activity_at = activity_at
             WHERE id = $1 AND (activity_at < $2 OR (state = 'a-confirmer' AND created_at < $3))",
        )
        .bind(id)
        .bind(term.inactive)
        .bind(term.unconfirmed)
    )?;
    if locked == 1 { Ok(Some(delete(tx, id).await?)) } else { Ok(None) }
}

/// Deletes a case with its entries. Returns the keys of its files, which the caller discards after the commit.
pub(super) async fn delete(tx: &mut Tx, id: CaseId) -> Result<Vec<FileKey>, Error> {
    let keys = messaging::delete_of_case(tx, id).await?;
    execute_tx!(tx, sqlx::query("DELETE FROM support_case WHERE id = $1").bind(id))?;
    Ok(keys)
}
