//! Numbers of the questions of a service, for digests.

use platform::{
    Error,
    db::{Moment, Tx},
    on_tx,
};

/// Returns how many open questions a service has received after `since`, up to `until`.
pub async fn count_received(tx: &mut Tx, service: &str, since: Moment, until: Moment) -> Result<u32, Error> {
    let count: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM conversation
             WHERE service = $1 AND status IN ('transmis', 'pris_en_charge') AND asked_at > $2 AND asked_at <= $3",
        )
        .bind(service)
        .bind(since)
        .bind(until)
        .fetch_one(c)
        .await
    })?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns how many questions of a service await an answer and are assigned to nobody.
pub async fn count_unassigned(tx: &mut Tx, service: &str) -> Result<u32, Error> {
    let count: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM conversation
             WHERE service = $1 AND status IN ('transmis', 'pris_en_charge') AND assignee IS NULL",
        )
        .bind(service)
        .fetch_one(c)
        .await
    })?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
