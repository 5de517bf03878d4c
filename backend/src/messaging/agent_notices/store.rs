use domain::agent_notice::AgentNoticeKind;

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx, on,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{ConversationId, RowId, StaffId},
};

/// Age after which a notice is deleted, as that of an unread question.
const MAX_AGE: Duration = Duration::from_secs(365 * 24 * 3600);

/// Records a notice for an agent. `colleague`: who caused it; empty without one. The caller signals the change of the question.
pub async fn record(
    tx: &mut Tx,
    now: Moment,
    member: StaffId,
    conversation: ConversationId,
    kind: AgentNoticeKind,
    colleague: &str,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO agent_notice (id, member, conversation, kind, by_name, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(RowId::generate())
        .bind(member)
        .bind(conversation)
        .bind(kind.code())
        .bind(colleague)
        .bind(now)
    )?;
    Ok(())
}

/// Marks every notice of the agent as read.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn mark_all_read(portal: &Portal, session: &Session) -> Result<(), Error> {
    let member = session.agent()?.id;
    execute!(
        portal.db,
        sqlx::query("UPDATE agent_notice SET read_at = $1 WHERE member = $2 AND read_at IS NULL")
            .bind(portal.clock.now())
            .bind(member)
    )?;
    Ok(())
}

/// Marks the notices of a question that the agent has opened as read.
///
/// # Errors
/// As [`mark_all_read`].
pub async fn mark_question_read(
    portal: &Portal,
    session: &Session,
    conversation: ConversationId,
) -> Result<(), Error> {
    let member = session.agent()?.id;
    // Usually there is none, and SQLite has a single writer: a read first avoids most writes.
    let unread: Option<RowId> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM agent_notice WHERE member = $1 AND conversation = $2 AND read_at IS NULL LIMIT 1",
        )
        .bind(member)
        .bind(conversation)
        .fetch_optional(c)
        .await
    })?;
    if unread.is_none() {
        return Ok(());
    }
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE agent_notice SET read_at = $1 WHERE member = $2 AND conversation = $3 AND read_at IS NULL",
        )
        .bind(portal.clock.now())
        .bind(member)
        .bind(conversation)
    )?;
    Ok(())
}

/// Deletes the notices older than a year. Returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - MAX_AGE;
    Ok(portal.db.delete_before(limit, &["DELETE FROM agent_notice WHERE created_at < $1"]).await?)
}
