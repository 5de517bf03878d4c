//! Back-channel logout: whatever ends a session, each téléservice that was opened in it is told, from server to server
//! (OpenID Connect Back-Channel Logout 1.0).
//!
//! The visit is the place in the queue: it is due as soon as its session is no more what it was. No way to end a session
//! has to remember it.

use anyhow::{Context, bail};
use domain::rights::Teleservice;
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use url::Url;
use uuid::Uuid;

use super::{issuer, jwt};
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, dialect},
    on, on_tx, queue, session,
};

/// Validity of a logout token: of one call.
const TOKEN_LIFE: Duration = Duration::from_secs(120);
const LOGOUT_TOKEN: &str = "logout+jwt";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

macro_rules! due {
    () => {
        "FROM teleservice_visit v
         WHERE v.told_at IS NULL AND v.dead_at IS NULL AND v.due_at <= $1 AND NOT EXISTS (
             SELECT 1 FROM session s
             WHERE s.id = v.session_id AND s.account_id = v.account AND s.stage = 'usager' AND s.closed_at IS NULL
                 AND s.expires_at > $1 AND s.seen_at > $2)
         ORDER BY v.due_at LIMIT $3"
    };
}

#[derive(sqlx::FromRow)]
struct Due {
    id: Uuid,
    account: Uuid,
    teleservice: String,
    ended_at: Option<Moment>,
    attempts: i32,
}

#[derive(Serialize)]
struct LogoutClaims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    /// The same again is the same end, told again.
    jti: String,
    sub: String,
    sid: Uuid,
    events: Value,
}

/// Takes a batch of visits whose session is over and tells their téléservices; gives back how many were tried. The worker
/// calls it; so may a test.
///
/// # Errors
/// [`Error::Busy`]; a téléservice that does not answer is no error: it is told again later.
pub async fn tell_ended(portal: &Portal) -> Result<usize, Error> {
    if !any_due(portal).await? {
        return Ok(0);
    }
    let batch = lease(portal).await?;
    let tried = batch.len();
    futures::future::join_all(batch.into_iter().map(|visit| tell(portal, visit))).await;
    Ok(tried)
}

/// Looked at every few seconds and nearly always empty: a reading keeps nobody from writing.
async fn any_due(portal: &Portal) -> Result<bool, Error> {
    let now = portal.clock.now();
    let due: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar(concat!("SELECT v.id ", due!()))
            .bind(now)
            .bind(now - session::idle(portal))
            .bind(1_i64)
            .fetch_optional(c)
            .await
    })?;
    Ok(due.is_some())
}

async fn lease(portal: &Portal) -> Result<Vec<Due>, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let select = format!(
        concat!("SELECT v.id, v.account, v.teleservice, v.ended_at, v.attempts ", due!(), "{}"),
        dialect::skip_locked(&tx)
    );
    let batch: Vec<Due> = on_tx!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(select))
            .bind(now)
            .bind(now - session::idle(portal))
            .bind(queue::BATCH)
            .fetch_all(c)
            .await
    })?;
    for visit in &batch {
        on_tx!(tx, |c| {
            sqlx::query(
                "UPDATE teleservice_visit
                 SET ended_at = COALESCE(ended_at, $1), due_at = $2, attempts = attempts + 1 WHERE id = $3",
            )
            .bind(now)
            .bind(now + lease_time(portal))
            .bind(visit.id)
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    tx.commit().await?;
    Ok(batch)
}

/// Outlasts the calls, which run side by side.
fn lease_time(portal: &Portal) -> Duration {
    Duration::from_millis(portal.config.partners.answer_timeout_ms) * 2
}

async fn tell(portal: &Portal, visit: Due) {
    let attempts = visit.attempts + 1;
    let told = match call(portal, &visit).await {
        Ok(()) => note_told(portal, visit.id).await,
        Err(error) => {
            let (teleservice, error) = (&visit.teleservice, format!("{error:#}"));
            tracing::warn!(visit = %visit.id, teleservice, attempts, error, "a téléservice was not told of a session's end");
            note_failed(portal, &visit, attempts, &error).await
        }
    };
    if let Err(error) = told {
        // The lease ends by itself: it is told again, under the same `jti`.
        tracing::warn!(visit = %visit.id, %error, "the outcome of a call could not be written down");
    }
}

async fn call(portal: &Portal, visit: &Due) -> anyhow::Result<()> {
    let teleservice = Teleservice::from_code(&visit.teleservice);
    let settings = teleservice.and_then(|teleservice| portal.config.teleservices.of(teleservice));
    // One that is configured no more, or has no place for it, cannot be told.
    let Some((settings, address)) =
        settings.and_then(|settings| Some((settings, settings.backchannel_logout_uri.clone()?)))
    else {
        return Ok(());
    };
    let token = logout_token(portal, visit, &settings.client_id).await?;
    send(portal, address, &token).await?;
    tracing::info!(visit = %visit.id, teleservice = visit.teleservice, "a téléservice was told of a session's end");
    Ok(())
}

async fn logout_token(portal: &Portal, visit: &Due, client_id: &str) -> Result<String, Error> {
    let now = portal.clock.now();
    let claims = LogoutClaims {
        iss: issuer(portal),
        aud: client_id.to_owned(),
        iat: now.timestamp().as_second(),
        exp: (now + TOKEN_LIFE).timestamp().as_second(),
        jti: format!("fin-{}", visit.id.simple()),
        sub: visit.account.simple().to_string(),
        sid: visit.id,
        events: json!({ EVENT: {} }),
    };
    jwt::sign(portal, LOGOUT_TOKEN, &claims).await
}

async fn send(portal: &Portal, address: Url, token: &str) -> anyhow::Result<()> {
    let call = portal.to_teleservices.post(address).form(&[("logout_token", token)]);
    let answer = call.send().await.map_err(reqwest::Error::without_url).context("it does not answer")?;
    if !answer.status().is_success() {
        bail!("it answered {}", answer.status().as_u16());
    }
    Ok(())
}

async fn note_told(portal: &Portal, id: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE teleservice_visit SET told_at = $1, last_error = NULL WHERE id = $2 AND told_at IS NULL",
        )
        .bind(now)
        .bind(id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Told again after a growing delay, until it has been too long.
async fn note_failed(portal: &Portal, visit: &Due, attempts: i32, error: &str) -> Result<(), Error> {
    let now = portal.clock.now();
    let patience = Duration::from_secs(portal.config.single_sign_on.logout_hours * 3600);
    let given_up = visit.ended_at.is_some_and(|ended| now >= ended + patience).then_some(now);
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE teleservice_visit SET due_at = $1, last_error = $2, dead_at = $3 WHERE id = $4 AND told_at IS NULL",
        )
        .bind(now + queue::delay(attempts))
        .bind(error)
        .bind(given_up)
        .bind(visit.id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Forgets visits whose téléservice was told, or given up, more than a day ago.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM teleservice_visit WHERE told_at < $1 OR dead_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
