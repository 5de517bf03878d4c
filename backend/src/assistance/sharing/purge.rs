use domain::sharing::{CODE_VALIDITY, LONGEST};
use platform::{Error, execute, on};

use super::end;
use crate::{Portal, id::SharedViewId};

/// Years after which a shared view is deleted.
const RETENTION_YEARS: i16 = 1;

/// Ends the shared views that have lasted as long as they may, or whose code has expired; returns their number. For those
/// whose two pages are closed: an open page ends its own.
pub async fn close_due(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let due: Vec<SharedViewId> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM shared_view WHERE ended_at IS NULL
             AND (started_at <= $1 OR (started_at IS NULL AND created_at <= $2))",
        )
        .bind(now - LONGEST)
        .bind(now - CODE_VALIDITY)
        .fetch_all(c)
        .await
    })?;
    for id in &due {
        end::current(portal, *id).await?;
    }
    Ok(due.len() as u64)
}

/// Deletes the shared views created more than a year ago; returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now().years_before(RETENTION_YEARS);
    Ok(execute!(portal.db, sqlx::query("DELETE FROM shared_view WHERE created_at < $1").bind(limit))?)
}
