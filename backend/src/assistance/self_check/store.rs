use domain::self_check::{RETENTION_DAYS, Reference};
use sqlx::types::Json;

use platform::{
    Error,
    db::{Duration, Moment},
    execute, on,
};

use super::report::Report;

use crate::{Portal, id::SessionId};

/// Returns `false` if the reference is taken.
pub async fn insert(
    portal: &Portal,
    session: SessionId,
    reference: &Reference,
    report: &Report,
) -> Result<bool, Error> {
    let inserted = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO self_check (reference, session_id, made_at, report) VALUES ($1, $2, $3, $4)
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
    pub made_at: Moment,
    /// When the browser first sent the cookie back.
    pub cookies_at: Option<Moment>,
    pub report: Json<Report>,
}

/// # Errors
/// [`Error::NotFound`] for an unknown reference.
pub async fn find(portal: &Portal, reference: &Reference) -> Result<Row, Error> {
    let found: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as("SELECT session_id, made_at, cookies_at, report FROM self_check WHERE reference = $1")
            .bind(reference.as_str())
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Records that the browser sent the cookie back.
pub async fn record_cookies(portal: &Portal, reference: &Reference, now: Moment) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query("UPDATE self_check SET cookies_at = $1 WHERE reference = $2 AND cookies_at IS NULL")
            .bind(now)
            .bind(reference.as_str())
    )?;
    Ok(())
}

/// Deletes the self-checks made more than [`RETENTION_DAYS`] days ago. Returns how many.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(RETENTION_DAYS * 24 * 3600);
    Ok(execute!(portal.db, sqlx::query("DELETE FROM self_check WHERE made_at < $1").bind(limit))?)
}
