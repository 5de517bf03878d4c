use super::{Letter, Lifetime};

use crate::{
    Error, Platform,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    id::MailId,
    on,
};

/// Queues a letter in the transaction that causes it, in place of the pending ones of its topic. Call
/// [`Platform::wake_workers`] after the commit.
pub async fn enqueue(
    tx: &mut Tx,
    now: Moment,
    to: &str,
    letter: &impl Letter,
    lifetime: Lifetime,
) -> Result<(), Error> {
    enqueue_as(tx, MailId::generate(), now, to, letter, lifetime).await
}

/// Like [`enqueue`], under an identifier by which the delivery can be followed.
pub async fn enqueue_as(
    tx: &mut Tx,
    id: MailId,
    now: Moment,
    to: &str,
    letter: &impl Letter,
    lifetime: Lifetime,
) -> Result<(), Error> {
    let (text, html) = (letter.text()?, letter.html()?);
    if let Some(topic) = lifetime.topic() {
        withdraw(tx, topic).await?;
    }
    execute_tx!(tx, sqlx::query(
            "INSERT INTO outbox (id, kind, recipient, subject, text_body, html_body, choices_url, created_at, expires_at,
                                 topic, calendar, unsubscribe_url, due_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $8, 0)",
        )
        .bind(id)
        .bind(letter.kind())
        .bind(to)
        .bind(letter.subject())
        .bind(text)
        .bind(html)
        .bind(letter.choices_url())
        .bind(now)
        .bind(lifetime.end())
        .bind(lifetime.topic())
        .bind(letter.calendar().unwrap_or_default())
        .bind(letter.unsubscribe_url().unwrap_or_default()))?;
    Ok(())
}

/// Ends the mails of a topic that were not sent: their code or link is no longer valid. They expire without an attempt.
pub async fn withdraw(tx: &mut Tx, topic: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE outbox SET expires_at = created_at, text_body = '', html_body = '', calendar = ''
             WHERE topic = $1 AND sent_at IS NULL",
        )
        .bind(topic)
    )?;
    Ok(())
}

/// Queues a dead letter again and resets its attempts.
///
/// # Errors
/// [`Error::NotFound`] if no dead letter has this identifier, or if what it carries has ended.
pub async fn retry(platform: &Platform, id: MailId) -> Result<(), Error> {
    let now = platform.clock.now();
    let changed = execute!(
        platform.db,
        sqlx::query(
            "UPDATE outbox SET dead_at = NULL, dead_reason = NULL, attempts = 0, due_at = $1
             WHERE id = $2 AND dead_at IS NOT NULL AND (expires_at IS NULL OR expires_at > $1)"
        )
        .bind(now)
        .bind(id)
    )?;
    platform.wake_workers();
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Numbers of mails in the outbox that were not delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// Waiting for their first or next attempt.
    pub queued: i64,
    /// Dead letters, refused ones included.
    pub dead: i64,
    /// Refused for good by the mail server.
    pub refused: i64,
    /// Expired within the last 30 days: what they carried had ended.
    pub expired: i64,
}

/// Counts the mails that were not delivered.
pub async fn counts(platform: &Platform) -> Result<Counts, Error> {
    Ok(on!(platform.db, |c| {
        sqlx::query_as(
            "SELECT COUNT(CASE WHEN dead_at IS NULL THEN 1 END) AS queued,
                    COUNT(CASE WHEN dead_reason IN ('exhausted', 'refused') THEN 1 END) AS dead,
                    COUNT(CASE WHEN dead_reason = 'refused' THEN 1 END) AS refused,
                    COUNT(CASE WHEN dead_reason = 'expired' THEN 1 END) AS expired
             FROM outbox WHERE sent_at IS NULL",
        )
        .fetch_one(c)
        .await
    })?)
}

/// Deletes the mails to an address: sent, pending and dead.
pub async fn delete_for_recipient(tx: &mut Tx, address: &str) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM outbox WHERE recipient = $1").bind(address))?;
    Ok(())
}

/// Deletes mails sent or expired more than 30 days ago. Returns their number.
pub async fn purge(platform: &Platform) -> Result<u64, Error> {
    let limit = platform.clock.now() - Duration::from_secs(30 * 24 * 3600);
    Ok(execute!(
        platform.db,
        sqlx::query("DELETE FROM outbox WHERE sent_at < $1 OR (dead_at < $1 AND dead_reason = 'expired')")
            .bind(limit)
    )?)
}
