use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::Gateway;
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, dialect},
    on, on_tx, queue,
};

#[derive(sqlx::FromRow)]
struct Due {
    id: Uuid,
    kind: String,
    recipient: String,
    body: String,
    attempts: i32,
}

/// Takes a batch of due messages and delivers them; gives back how many were tried. The worker calls it; so may a test.
pub async fn deliver_due(portal: &Portal) -> Result<usize, Error> {
    let Some(gateway) = &portal.sms else { return Ok(0) };
    if !any_due(portal).await? {
        return Ok(0);
    }
    give_up_expired(portal).await?;
    let batch = lease(portal, gateway).await?;
    let tried = batch.len();
    futures::future::join_all(batch.into_iter().map(|message| deliver(portal, gateway, message))).await;
    Ok(tried)
}

/// Looked at every few seconds and nearly always empty: a reading keeps nobody from writing.
async fn any_due(portal: &Portal) -> Result<bool, Error> {
    let now = portal.clock.now();
    let due: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM sms_outbox WHERE due_at <= $1 AND sent_at IS NULL AND dead_at IS NULL LIMIT 1",
        )
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(due.is_some())
}

/// A code that came too late would only puzzle: it is erased unsent.
async fn give_up_expired(portal: &Portal) -> Result<(), Error> {
    let now = portal.clock.now();
    let expired = change!(portal.db, |c| {
        sqlx::query(
            "UPDATE sms_outbox SET dead_at = $1, body = '' WHERE expires_at <= $1 AND sent_at IS NULL AND dead_at IS NULL",
        )
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if expired > 0 {
        tracing::warn!(expired, "text messages were not delivered in time");
    }
    Ok(())
}

async fn lease(portal: &Portal, gateway: &Gateway) -> Result<Vec<Due>, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let select = format!(
        "SELECT id, kind, recipient, body, attempts FROM sms_outbox
         WHERE due_at <= $1 AND sent_at IS NULL AND dead_at IS NULL ORDER BY due_at LIMIT $2{}",
        dialect::skip_locked(&tx)
    );
    let batch: Vec<Due> = on_tx!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(select)).bind(now).bind(queue::BATCH).fetch_all(c).await
    })?;
    for message in &batch {
        queue::hold(&mut tx, "sms_outbox", message.id, now + gateway.lease()).await?;
    }
    tx.commit().await?;
    Ok(batch)
}

async fn deliver(portal: &Portal, gateway: &Gateway, message: Due) {
    let attempts = message.attempts + 1;
    let noted = match gateway.send(message.id, &message.recipient, &message.body).await {
        Ok(()) => {
            tracing::info!(sms = %message.id, kind = message.kind, attempts, "text message handed over");
            note_sent(portal, message.id).await
        }
        Err(error) => {
            tracing::warn!(sms = %message.id, kind = message.kind, attempts, error = %format!("{error:#}"), "text message not handed over");
            note_failed(portal, message.id, queue::delay(attempts), &error).await
        }
    };
    if let Err(error) = noted {
        // The lease ends by itself: the message is tried again, and the gateway knows its identifier.
        tracing::warn!(sms = %message.id, %error, "the outcome of a delivery could not be written down");
    }
}

async fn note_sent(portal: &Portal, id: Uuid) -> Result<(), Error> {
    let now: Moment = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE sms_outbox SET sent_at = $1, body = '', last_error = NULL WHERE id = $2 AND sent_at IS NULL",
        )
        .bind(now)
        .bind(id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Tried again after a growing delay, until the message expires.
async fn note_failed(portal: &Portal, id: Uuid, delay: Duration, error: &anyhow::Error) -> Result<(), Error> {
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query("UPDATE sms_outbox SET due_at = $1, last_error = $2 WHERE id = $3 AND sent_at IS NULL")
            .bind(now + delay)
            .bind(format!("{error:#}"))
            .bind(id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
