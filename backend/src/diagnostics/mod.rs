//! The access self-check (mission §1): what can be seen of a person's browser, connection and account when they cannot
//! get in, under a short reference that the assistance looks up.
//!
//! What is kept is what the person is shown: no address, no number, no name.

mod findings;
mod report;

use domain::diagnostic::{KEPT_DAYS, Reference};
use domain::form::{Answers, check};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    on,
    session::{Client, Session},
    throttle,
};

pub use findings::{Finding, Verdict};
pub use report::{AccountState, LinkState, Measured, Report};

/// Self-checks made, and looked at, from one network within an hour.
const MADE_PER_HOUR: i64 = 30;
const LOOKED_AT_PER_HOUR: i64 = 120;
const HOUR: Duration = Duration::from_secs(3600);

/// How long a browser that sends no cookie back may see its own result.
const WITHOUT_COOKIES: Duration = Duration::from_secs(600);

/// Times a reference is drawn again when it is taken.
const DRAWS: usize = 8;

/// A self-check as it is shown.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub reference: Reference,
    pub made_at: Moment,
    /// Did the browser send the cookie back that it was given?
    pub cookies: bool,
    pub report: Report,
}

/// Looks at everything that can be seen now and keeps it.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts` from this network.
pub async fn make(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Reference, Error> {
    let problems = check(&domain::diagnostic::form(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let bucket = format!("auto-controle:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, MADE_PER_HOUR, HOUR).await?;
    let report = report::of(portal, session, client, answers).await?;
    for _ in 0..DRAWS {
        let reference = Reference::new(rand::random());
        if keep(portal, session.id, &reference, &report).await? {
            return Ok(reference);
        }
    }
    Err(Error::Unexpected(anyhow::anyhow!("no free reference for a self-check")))
}

async fn keep(portal: &Portal, session: Uuid, reference: &Reference, report: &Report) -> Result<bool, Error> {
    let now = portal.clock.now();
    Ok(change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO diagnostic (reference, session_id, made_at, report) VALUES ($1, $2, $3, $4)
             ON CONFLICT (reference) DO NOTHING",
        )
        .bind(reference.as_str())
        .bind(session)
        .bind(now)
        .bind(Json(report))
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

#[derive(sqlx::FromRow)]
struct Row {
    session_id: Option<Uuid>,
    made_at: Moment,
    cookies_at: Option<Moment>,
    report: Json<Report>,
}

async fn row(portal: &Portal, reference: &Reference) -> Result<Row, Error> {
    let found: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as("SELECT session_id, made_at, cookies_at, report FROM diagnostic WHERE reference = $1")
            .bind(reference.as_str())
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// The self-check that this very visitor made; notes that their cookie came back. A browser that sends none sees its
/// own for a few minutes: nothing in it is about an account then.
///
/// # Errors
/// [`Error::NotFound`] for anybody else's; [`Error::Invalid`]: `TooManyAttempts`.
pub async fn open(
    portal: &Portal,
    session: Option<&Session>,
    client: &Client,
    reference: &str,
) -> Result<Diagnostic, Error> {
    let reference = Reference::parse(reference).map_err(|_| Error::NotFound)?;
    let bucket = format!("auto-controle-lu:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, LOOKED_AT_PER_HOUR, HOUR).await?;
    let row = row(portal, &reference).await?;
    let now = portal.clock.now();
    let came_back = session.is_some() && row.session_id == session.map(|session| session.id);
    let refused = session.is_none()
        && row.cookies_at.is_none()
        && row.report.account.is_none()
        && now.since(row.made_at) < WITHOUT_COOKIES;
    if came_back && row.cookies_at.is_none() {
        note_cookies(portal, &reference, now).await?;
    }
    if !(came_back || refused) {
        return Err(Error::NotFound);
    }
    Ok(Diagnostic { reference, made_at: row.made_at, cookies: came_back, report: row.report.0 })
}

async fn note_cookies(portal: &Portal, reference: &Reference, now: Moment) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query("UPDATE diagnostic SET cookies_at = $1 WHERE reference = $2 AND cookies_at IS NULL")
            .bind(now)
            .bind(reference.as_str())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// What the assistance is told by telephone.
///
/// # Errors
/// [`Error::Invalid`]: misread; [`Error::NotFound`]: none of the last 30 days.
pub async fn find(portal: &Portal, reference: &str) -> Result<Diagnostic, Error> {
    let reference = Reference::parse(reference).map_err(|problem| Error::invalid("reference", problem))?;
    let row = row(portal, &reference).await?;
    Ok(Diagnostic {
        reference,
        made_at: row.made_at,
        cookies: row.cookies_at.is_some(),
        report: row.report.0,
    })
}

/// Forgets the self-checks of more than [`KEPT_DAYS`] days ago.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(KEPT_DAYS * 24 * 3600);
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM diagnostic WHERE made_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
