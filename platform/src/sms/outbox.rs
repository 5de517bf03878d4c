use crate::{
    Error, Platform,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    id::SmsId,
};

/// Text message to queue.
pub struct Message<'a> {
    /// Stable name, for the logs.
    pub kind: &'static str,
    /// E.164.
    pub to: &'a str,
    pub text: String,
    /// Time after which the message is no longer sent.
    pub valid: Duration,
}

/// Queues a message in the transaction that causes it. Call [`Platform::wake_workers`] after the commit.
pub async fn enqueue(tx: &mut Tx, now: Moment, message: &Message<'_>) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO sms_outbox (id, kind, recipient, body, created_at, expires_at, due_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $5, 0)",
        )
        .bind(SmsId::generate())
        .bind(message.kind)
        .bind(message.to)
        .bind(&message.text)
        .bind(now)
        .bind(now + message.valid)
    )?;
    Ok(())
}

/// Deletes the messages to a number, sent and pending.
pub async fn delete_for_recipient(tx: &mut Tx, number: &str) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM sms_outbox WHERE recipient = $1").bind(number))?;
    Ok(())
}

/// Deletes messages queued more than 30 days ago. Returns their number.
pub async fn purge(platform: &Platform) -> Result<u64, Error> {
    let limit = platform.clock.now() - Duration::from_secs(30 * 24 * 3600);
    Ok(execute!(platform.db, sqlx::query("DELETE FROM sms_outbox WHERE created_at < $1").bind(limit))?)
}
