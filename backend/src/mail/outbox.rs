use uuid::Uuid;

use super::Letter;
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    on, on_tx,
};

/// Queues a letter in the transaction of what it tells; call [`Portal::wake_workers`] after the commit.
pub async fn enqueue(tx: &mut Tx, now: Moment, to: &str, letter: &impl Letter) -> Result<(), Error> {
    let id = Uuid::now_v7();
    let (text, html) = (letter.text()?, letter.html()?);
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO outbox (id, kind, recipient, message_id, subject, text_body, html_body, created_at, due_at,
                                 attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0)",
        )
        .bind(id)
        .bind(letter.kind())
        .bind(to)
        // Stable: a second copy, sent because the first one's acknowledgement was lost, is recognised by it.
        .bind(format!("<{}@prodouane>", id.simple()))
        .bind(letter.subject())
        .bind(text)
        .bind(html)
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// A mail that was given up: a human must look.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DeadMail {
    pub id: Uuid,
    pub kind: String,
    pub recipient: String,
    pub created_at: Moment,
    pub attempts: i32,
    pub last_error: Option<String>,
}

/// The mails that were given up, latest first.
pub async fn dead_letters(portal: &Portal) -> Result<Vec<DeadMail>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as::<_, DeadMail>(
            "SELECT id, kind, recipient, created_at, attempts, last_error FROM outbox
             WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT 500",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Tries a given-up mail again from now on.
pub async fn retry(portal: &Portal, id: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    let changed = change!(portal.db, |c| {
        sqlx::query("UPDATE outbox SET dead_at = NULL, attempts = 0, due_at = $1 WHERE id = $2 AND dead_at IS NOT NULL")
            .bind(now)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    portal.wake_workers();
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Forgets mails delivered more than 30 days ago; their bodies are long gone.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(30 * 24 * 3600);
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM outbox WHERE sent_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
