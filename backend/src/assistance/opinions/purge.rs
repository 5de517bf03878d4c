use platform::{Error, db::Duration, execute};

use crate::Portal;

/// 13 months, so that a month can be compared with the one a year before.
const RETENTION: Duration = Duration::from_secs(396 * 24 * 3600);

/// Deletes the opinions older than [`RETENTION`]; returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM opinion WHERE given_at < $1").bind(limit))?)
}
