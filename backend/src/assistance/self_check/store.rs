use domain::self_check::{RETENTION_DAYS, Reference};
use sqlx::types::Json;

use platform::{
    Error,
    db::{Duration, Moment},
    execute, on,
};

use super::report::Report;

use crate::{Portal, id::SessionId};

/// Inserts a self-check. Returns `false` if the reference is taken.
pub async fn insert(
    portal: &Portal,
    session: SessionId,
    reference: &Reference,
    report: &Report,
) -> Result<bool, Error> {
    let inserted = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO self_check (reference, session_id, created_at, report) VALUES ($1, $2, $3, $4)
             ON CONFLICT (reference) DO NOTHING",
        )
        .bind(reference.as_str())
        .bind(session)
        .bind(portal.clock.now())
        .bind(Json(report))
    )?;
    Ok(inserted == 1)
}

#[derive(sqlx::FromRow)]
pub struct Row {
    pub session_id: Option<SessionId>,
    pub created_at: Moment,
    /// Time at which the browser first returned the cookie.
    pub cookie_received_at: Option<Moment>,
    pub report: Json<Report>,
}

/// Returns the self-check with this reference.
///
/// # Errors
/// [`Error::NotFound`] for an unknown reference.
pub async fn find(portal: &Portal, reference: &Reference) -> Result<Row, Error> {
    let found: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT session_id, created_at, cookie_received_at, report FROM self_check WHERE reference = $1",
        )
        .bind(reference.as_str())
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Records that the browser returned the cookie.
pub async fn record_cookies(portal: &Portal, reference: &Reference, now: Moment) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE self_check SET cookie_received_at = $1
             WHERE reference = $2 AND cookie_received_at IS NULL",
        )
        .bind(now)
        .bind(reference.as_str())
    )?;
    Ok(())
}

/// Deletes the self-checks made more than [`RETENTION_DAYS`] days ago. Returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(RETENTION_DAYS * 24 * 3600);
    Ok(execute!(portal.db, sqlx::query("DELETE FROM self_check WHERE created_at < $1").bind(limit))?)
}
