//! Times of the next warnings of agents about the commitments to questions.

use domain::answer_delay::Commitment;
use sqlx::{FromRow, types::Json};

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on,
};

use crate::{
    Portal,
    id::{ConversationId, StaffId},
};

/// A question about which the agents may have to be warned.
#[derive(Clone, Debug, FromRow)]
pub struct WarnedQuestion {
    pub id: ConversationId,
    pub number: String,
    pub service: String,
    pub service_name: String,
    pub assignee: Option<StaffId>,
    /// Start of the round.
    pub waiting_since: Moment,
    pub answer_due_at: Moment,
    pub commitment: Json<Commitment>,
    pub next_warning_at: Moment,
}

/// Returns the questions that await an answer and whose next warning is due, the first due first.
pub async fn with_warning_due(
    portal: &Portal,
    now: Moment,
    limit: i64,
) -> Result<Vec<WarnedQuestion>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT c.id, c.number, c.service, s.name AS service_name, c.assignee, c.waiting_since, c.answer_due_at,
                 c.commitment, c.next_warning_at
             FROM conversation c JOIN service s ON s.code = c.service
             WHERE c.next_warning_at <= $1 AND c.status IN ('transmis', 'pris_en_charge')
               AND c.answer_due_at IS NOT NULL AND c.commitment IS NOT NULL
             ORDER BY c.next_warning_at LIMIT $2",
        )
        .bind(now)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Sets the time of the next warning. Returns `false` if the question has changed meanwhile.
pub async fn set_next_warning(
    tx: &mut Tx,
    question: &WarnedQuestion,
    next: Option<Moment>,
) -> Result<bool, Error> {
    let changed = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE conversation SET next_warning_at = $1
             WHERE id = $2 AND service = $3 AND next_warning_at = $4 AND status IN ('transmis', 'pris_en_charge')",
        )
        .bind(next)
        .bind(question.id)
        .bind(&question.service)
        .bind(question.next_warning_at)
    )?;
    Ok(changed == 1)
}
