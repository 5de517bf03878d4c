use domain::form::Answers;
use sqlx::types::Json;

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
};

use super::find::Outcome;
use crate::{
    Portal,
    id::{BatchId, ConversationId, DraftId, StaffId},
};

/// Time for which an agent finds the results of a batch.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);

/// Time after which an execution without result counts as interrupted.
const INTERRUPTED: Duration = Duration::from_secs(2 * 60);

/// A batch to insert.
pub struct NewBatch<'a> {
    pub id: BatchId,
    pub member: StaffId,
    pub act: &'a str,
    pub answers: &'a Answers,
    pub now: Moment,
}

impl NewBatch<'_> {
    /// Returns `false` if it was inserted before. Deletes the old batches of the member.
    pub async fn insert(&self, tx: &mut Tx) -> Result<bool, Error> {
        execute_tx!(
            tx,
            sqlx::query("DELETE FROM question_batch WHERE member = $1 AND prepared_at < $2")
                .bind(self.member)
                .bind(self.now - RETENTION)
        )?;
        let inserted = execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO question_batch (id, member, act, answers, prepared_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
            )
            .bind(self.id)
            .bind(self.member)
            .bind(self.act)
            .bind(Json(self.answers))
            .bind(self.now)
        )?;
        Ok(inserted == 1)
    }
}

/// Adds a question to a batch. `shown`: hidden fields of the form on its page.
pub async fn insert_item(
    tx: &mut Tx,
    batch: BatchId,
    position: i32,
    conversation: ConversationId,
    shown: &Answers,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO question_batch_item (batch, conversation, position, form_key, shown, outcome, reason)
             VALUES ($1, $2, $3, $4, $5, $6, '') ON CONFLICT (batch, conversation) DO NOTHING",
        )
        .bind(batch)
        .bind(conversation)
        .bind(position)
        .bind(DraftId::generate())
        .bind(Json(shown))
        .bind(Outcome::Planned.code())
    )?;
    Ok(())
}

/// Begins an execution, unless another one is running. Returns `false` then.
pub async fn begin(portal: &Portal, batch: BatchId) -> Result<bool, Error> {
    let now = portal.clock.now();
    let begun = execute!(
        portal.db,
        sqlx::query(
            "UPDATE question_batch SET begun_at = $1 WHERE id = $2 AND (begun_at IS NULL OR begun_at < $3)",
        )
        .bind(now)
        .bind(batch)
        .bind(now - INTERRUPTED)
    )?;
    Ok(begun == 1)
}

/// Ends an execution that failed: the next one begins at once.
pub async fn release(portal: &Portal, batch: BatchId) -> Result<(), Error> {
    execute!(portal.db, sqlx::query("UPDATE question_batch SET begun_at = NULL WHERE id = $1").bind(batch))?;
    Ok(())
}

/// Records the outcome of a question. `reason`: why it was refused.
pub async fn record(
    portal: &Portal,
    batch: BatchId,
    conversation: ConversationId,
    outcome: Outcome,
    reason: &str,
) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE question_batch_item SET outcome = $1, reason = $2 WHERE batch = $3 AND conversation = $4",
        )
        .bind(outcome.code())
        .bind(reason)
        .bind(batch)
        .bind(conversation)
    )?;
    Ok(())
}
