use crate::{
    Error, Platform,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    id::SmsId,
    on,
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
    /// It carries the only valid code of this topic, in place of pending messages.
    pub topic: String,
}

/// Queues a message in the transaction that causes it, in place of the pending ones of its topic. Call
/// [`Platform::wake_workers`] after the commit.
pub async fn enqueue(tx: &mut Tx, now: Moment, message: &Message<'_>) -> Result<(), Error> {
    withdraw(tx, &message.topic).await?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO sms_outbox (id, kind, recipient, body, created_at, expires_at, topic, due_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $5, 0)",
        )
        .bind(SmsId::generate())
        .bind(message.kind)
        .bind(message.to)
        .bind(&message.text)
        .bind(now)
        .bind(now + message.valid)
        .bind(&message.topic)
    )?;
    Ok(())
}

/// Ends the messages of a topic that were not sent: their code is no longer valid. They expire without an attempt.
pub async fn withdraw(tx: &mut Tx, topic: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE sms_outbox SET expires_at = created_at, body = '' WHERE topic = $1 AND sent_at IS NULL",
        )
        .bind(topic)
    )?;
    Ok(())
}

/// Returns the number of messages that expired before their delivery within the last 30 days.
pub async fn expired(platform: &Platform) -> Result<i64, Error> {
    Ok(on!(platform.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM sms_outbox WHERE dead_at IS NOT NULL").fetch_one(c).await
    })?)
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
