use domain::question::ARCHIVE_YEARS;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
    files::FileKey,
    on, on_tx,
};

use super::searchable;
use crate::{
    Portal,
    id::ConversationId,
    messaging::{attachments, drafts, receipts},
    proofs::{Eliminated, record_elimination},
};

/// Questions deleted in one run; the next run continues.
const BATCH: i64 = 500;

/// Deletes the questions without activity for [`ARCHIVE_YEARS`] years (002), with their messages, files, drafts and
/// receipts. Each deletion is recorded in the transparency log. Returns their number.
pub async fn purge_archives(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let limit = now.years_before(ARCHIVE_YEARS);
    let old: Vec<ConversationId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM conversation WHERE activity_at < $1 ORDER BY activity_at LIMIT $2")
            .bind(limit)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    attachments::purge_each(portal, old, Term { limit, now }, delete_inactive).await
}

/// Term of the questions to delete.
#[derive(Clone, Copy)]
struct Term {
    /// Questions without activity since are deleted.
    limit: Moment,
    now: Moment,
}

/// Locks the question and returns its number; `None` if it was active after `limit`.
async fn lock_inactive(tx: &mut Tx, id: ConversationId, limit: Moment) -> Result<Option<String>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE conversation SET activity_at = activity_at WHERE id = $1 AND activity_at < $2 RETURNING number",
        )
        .bind(id)
        .bind(limit)
        .fetch_optional(c)
        .await
    })?)
}

/// Deletes the rows of a question. Returns the keys of its files, or `None` if it was active after the limit.
async fn delete_inactive(
    tx: &mut Tx,
    id: ConversationId,
    Term { limit, now }: Term,
) -> Result<Option<Vec<FileKey>>, Error> {
    let Some(number) = lock_inactive(tx, id, limit).await? else { return Ok(None) };
    let mut keys = attachments::delete_of_conversation(tx, id).await?;
    keys.extend(drafts::delete_of_conversation(tx, id).await?);
    let entries = receipts::delete_of_conversation(tx, id).await?;
    searchable::remove(tx, id).await?;
    for statement in [
        "DELETE FROM message WHERE conversation = $1",
        "DELETE FROM conversation_step WHERE conversation = $1",
        // Cascades to unread questions and notifications.
        "DELETE FROM conversation WHERE id = $1",
    ] {
        execute_tx!(tx, sqlx::query(statement).bind(id))?;
    }
    record_elimination(tx, now, Eliminated::Question { number: &number, years: ARCHIVE_YEARS }, &entries)
        .await?;
    Ok(Some(keys))
}
