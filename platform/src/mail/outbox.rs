use super::Letter;

use crate::{
    Error, Platform,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    id::MailId,
    on,
};

/// Queues a letter in the transaction that causes it. Call [`Platform::wake_workers`] after the commit.
pub async fn enqueue(tx: &mut Tx, now: Moment, to: &str, letter: &impl Letter) -> Result<(), Error> {
    let id = MailId::generate();
    let (text, html) = (letter.text()?, letter.html()?);
    execute_tx!(tx, sqlx::query(
            "INSERT INTO outbox (id, kind, recipient, message_id, subject, text_body, html_body, created_at, due_at,
                                 attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0)",
        )
        .bind(id)
        .bind(letter.kind())
        .bind(to)
        // Stable across retries, so that receivers can deduplicate.
        .bind(format!("<{}@prodouane>", id.simple()))
        .bind(letter.subject())
        .bind(text)
        .bind(html)
        .bind(now))?;
    Ok(())
}

/// Dead letter: a mail that needs a decision of an administrator.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DeadMail {
    pub id: MailId,
    pub kind: String,
    pub recipient: String,
    pub created_at: Moment,
    pub attempts: i32,
    pub last_error: Option<String>,
}

/// Returns the 500 latest dead letters, the latest first.
pub async fn dead_letters(platform: &Platform) -> Result<Vec<DeadMail>, Error> {
    Ok(on!(platform.db, |c| {
        sqlx::query_as::<_, DeadMail>(
            "SELECT id, kind, recipient, created_at, attempts, last_error FROM outbox
             WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT 500",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Queues a dead letter again and resets its attempts.
///
/// # Errors
/// [`Error::NotFound`] if no dead letter has this identifier.
pub async fn retry(platform: &Platform, id: MailId) -> Result<(), Error> {
    let now = platform.clock.now();
    let changed = execute!(
        platform.db,
        sqlx::query(
            "UPDATE outbox SET dead_at = NULL, attempts = 0, due_at = $1 WHERE id = $2 AND dead_at IS NOT NULL"
        )
        .bind(now)
        .bind(id)
    )?;
    platform.wake_workers();
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Deletes the mails to an address: sent, pending and dead.
pub async fn delete_for_recipient(tx: &mut Tx, address: &str) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM outbox WHERE recipient = $1").bind(address))?;
    Ok(())
}

/// Deletes mails sent more than 30 days ago. Returns their number.
pub async fn purge(platform: &Platform) -> Result<u64, Error> {
    let limit = platform.clock.now() - Duration::from_secs(30 * 24 * 3600);
    Ok(execute!(platform.db, sqlx::query("DELETE FROM outbox WHERE sent_at < $1").bind(limit))?)
}
