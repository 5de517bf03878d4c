//! Deletion of payments at the end of their term.

use domain::question::ARCHIVE_YEARS;
use platform::{
    Error,
    db::{Moment, Tx},
    id::CardPaymentId,
    on,
};

use super::{receipts, store};
use crate::{
    Portal,
    proofs::{Eliminated, record_elimination},
};

/// Payments deleted in one run; the next run continues.
const BATCH: i64 = 500;

/// Deletes the payments begun more than [`ARCHIVE_YEARS`] years ago, the term of questions (002), with their receipts. Each
/// deletion of a receipt is recorded in the transparency log. Returns the number of payments.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let old: Vec<CardPaymentId> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM card_payment WHERE started_at < $1 AND state <> 'en_cours' ORDER BY started_at LIMIT $2",
        )
        .bind(now.years_before(ARCHIVE_YEARS))
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    let mut deleted = 0;
    for id in old {
        let mut tx = portal.db.begin().await?;
        deleted += u64::from(delete(&mut tx, now, id).await?);
        tx.commit().await?;
    }
    Ok(deleted)
}

/// Returns `false` if another process has deleted the payment meanwhile.
async fn delete(tx: &mut Tx, now: Moment, id: CardPaymentId) -> Result<bool, Error> {
    let receipt = receipts::delete(tx, id).await?;
    let Some(reference) = store::delete(tx, id).await? else { return Ok(false) };
    let payment = Eliminated::Payment { reference: &reference, years: ARCHIVE_YEARS };
    record_elimination(tx, now, payment, receipt.as_slice()).await?;
    Ok(true)
}
