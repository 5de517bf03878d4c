use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    on_tx,
};

/// A text message to queue.
pub(crate) struct Message<'a> {
    /// Stable name, for the logs.
    pub kind: &'static str,
    /// E.164.
    pub to: &'a str,
    pub text: String,
    /// After this it is worth nothing: it is not sent any more.
    pub valid: Duration,
}

/// Queues a message in the transaction of what it tells; call [`Portal::wake_workers`] after the commit.
pub(crate) async fn enqueue(tx: &mut Tx, now: Moment, message: &Message<'_>) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO sms_outbox (id, kind, recipient, body, created_at, expires_at, due_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $5, 0)",
        )
        .bind(Uuid::now_v7())
        .bind(message.kind)
        .bind(message.to)
        .bind(&message.text)
        .bind(now)
        .bind(now + message.valid)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Forgets messages of more than 30 days ago; their texts are long gone.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(30 * 24 * 3600);
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM sms_outbox WHERE created_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
