use platform::{Error, execute};

use super::open::CONFIRMATION;
use crate::Portal;

/// Years after the last message.
const RETENTION_YEARS: i16 = 2;

/// Deletes the cases two years after their last message, and those whose address was not confirmed in time; returns their
/// number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    Ok(execute!(
        portal.db,
        sqlx::query(
            "DELETE FROM support_case WHERE activity_at < $1 OR (state = 'a-confirmer' AND created_at < $2)",
        )
        .bind(now.years_before(RETENTION_YEARS))
        .bind(now - CONFIRMATION)
    )?)
}
