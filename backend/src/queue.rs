//! What workers deliver: rows with `due_at` and `attempts`, held by one worker at a time, tried again after growing delays.

use std::time::Duration;

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::{
    Error,
    db::{Moment, Tx},
    on_tx,
};

/// Rows taken at once by one worker.
pub(crate) const BATCH: i64 = 8;

/// Counts a try, and keeps other workers from the row meanwhile: should this one end, it is due again by itself.
pub(crate) async fn hold(tx: &mut Tx, table: &'static str, id: Uuid, until: Moment) -> Result<(), Error> {
    let update = format!("UPDATE {table} SET due_at = $1, attempts = attempts + 1 WHERE id = $2");
    on_tx!(tx, |c| sqlx::query(AssertSqlSafe(update)).bind(until).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// 5 s, 10 s, 20 s … up to 6 hours, each lengthened by up to a quarter so that a server that comes back is not met by
/// all at once.
pub(crate) fn delay(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    let base = Duration::from_secs(5).saturating_mul(1 << doublings).min(Duration::from_secs(6 * 3600));
    base + base.mul_f64(rand::random::<f64>() / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_stay_bounded() {
        for attempts in 1..100 {
            let doubled = Duration::from_secs(5).saturating_mul(1 << (attempts - 1).min(16));
            let base = doubled.min(Duration::from_secs(6 * 3600));
            let drawn = delay(attempts);
            assert!(drawn >= base && drawn <= base + base / 4, "{attempts}: {drawn:?}");
        }
    }
}
