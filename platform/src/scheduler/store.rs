use std::time::Duration;

use uuid::Uuid;

use crate::{Error, Platform, db::Moment, execute, on};

/// Job that has run before.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct KnownJob {
    pub name: String,
    pub due_at: Moment,
    pub attempts: i32,
}

/// Returns the jobs that have run before. Reads only, so that the writer is not delayed while no job is due.
pub(super) async fn known_jobs(platform: &Platform) -> Result<Vec<KnownJob>, Error> {
    Ok(on!(platform.db, |c| {
        sqlx::query_as("SELECT name, due_at, attempts FROM periodic_job").fetch_all(c).await
    })?)
}

/// Leases a due job. Returns `None` if another instance was faster.
pub(super) async fn lease(
    platform: &Platform,
    name: &str,
    now: Moment,
    until: Moment,
) -> Result<Option<Uuid>, Error> {
    let lease = Uuid::new_v4();
    let leased = execute!(
        platform.db,
        sqlx::query(
            "INSERT INTO periodic_job (name, due_at, attempts, lease, failures) VALUES ($1, $2, 1, $3, 0)
             ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at, lease = excluded.lease,
                    attempts = periodic_job.attempts + 1 WHERE periodic_job.due_at <= $4"
        )
        .bind(name)
        .bind(until)
        .bind(lease)
        .bind(now)
    )?;
    Ok((leased == 1).then_some(lease))
}

/// Extends a lease, unless it has ended and another instance took the job.
pub(super) async fn renew(platform: &Platform, name: &str, lease: Uuid, until: Moment) -> Result<(), Error> {
    execute!(
        platform.db,
        sqlx::query("UPDATE periodic_job SET due_at = $1 WHERE name = $2 AND lease = $3")
            .bind(until)
            .bind(name)
            .bind(lease)
    )?;
    Ok(())
}

/// Finished run.
pub(super) struct Finished<'a> {
    pub name: &'a str,
    pub lease: Uuid,
    pub at: Moment,
    pub duration: Duration,
    pub due_at: Moment,
    /// `None` if the run succeeded.
    pub error: Option<&'a str>,
}

/// Records the end of a run, unless its lease was lost.
pub(super) async fn record(platform: &Platform, run: &Finished<'_>) -> Result<(), Error> {
    execute!(
        platform.db,
        sqlx::query(
            "UPDATE periodic_job SET due_at = $1, lease = NULL, duration = $2, last_error = $3,
                    attempts = CASE WHEN $4 THEN attempts ELSE 0 END,
                    failures = CASE WHEN $4 THEN failures + 1 ELSE failures END,
                    succeeded_at = CASE WHEN $4 THEN succeeded_at ELSE $5 END
             WHERE name = $6 AND lease = $7"
        )
        .bind(run.due_at)
        .bind(i64::try_from(run.duration.as_micros()).unwrap_or(i64::MAX))
        .bind(run.error)
        .bind(run.error.is_some())
        .bind(run.at)
        .bind(run.name)
        .bind(run.lease)
    )?;
    Ok(())
}

/// Last runs of a job, by any instance.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct JobStatus {
    pub name: String,
    /// End of the last successful run.
    pub succeeded_at: Option<Moment>,
    /// Duration of the last finished run.
    #[sqlx(rename = "duration")]
    pub duration_micros: Option<i64>,
    /// Failed runs since the job exists.
    pub failures: i64,
    /// Error of the last finished run; `None` if it succeeded.
    pub last_error: Option<String>,
}

/// Returns the status of every job that has run, by name.
pub async fn statuses(platform: &Platform) -> Result<Vec<JobStatus>, Error> {
    Ok(on!(platform.db, |c| {
        sqlx::query_as(
            "SELECT name, succeeded_at, duration, failures, last_error FROM periodic_job ORDER BY name",
        )
        .fetch_all(c)
        .await
    })?)
}
