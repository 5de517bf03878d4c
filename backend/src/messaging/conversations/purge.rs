use domain::question::ARCHIVE_YEARS;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
    files::FileKey,
    on,
};

use crate::{
    Portal,
    id::ConversationId,
    messaging::{attachments, drafts, receipts},
};

/// Questions deleted in one run; the next run continues.
const BATCH: i64 = 500;

/// Deletes the questions without activity for [`ARCHIVE_YEARS`] years (002), with their messages, files, drafts and
/// receipts. Returns their number.
pub async fn purge_archives(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now().years_before(ARCHIVE_YEARS);
    let old: Vec<ConversationId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM conversation WHERE activity_at < $1 ORDER BY activity_at LIMIT $2")
            .bind(limit)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    attachments::purge_each(portal, old, limit, delete_inactive).await
}

/// Locks the question. Returns `false` if it was active after `limit`.
async fn lock_inactive(tx: &mut Tx, id: ConversationId, limit: Moment) -> Result<bool, Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query("UPDATE conversation SET activity_at = activity_at WHERE id = $1 AND activity_at < $2")
            .bind(id)
            .bind(limit)
    )?;
    Ok(locked == 1)
}

/// Deletes the rows of a question. Returns the keys of its files, or `None` if it was active after `limit`.
async fn delete_inactive(
    tx: &mut Tx,
    id: ConversationId,
    limit: Moment,
) -> Result<Option<Vec<FileKey>>, Error> {
    if !lock_inactive(tx, id, limit).await? {
        return Ok(None);
    }
    let mut keys = attachments::delete_of_conversation(tx, id).await?;
    keys.extend(drafts::delete_of_conversation(tx, id).await?);
    receipts::delete_of_conversation(tx, id).await?;
    for statement in [
        "DELETE FROM message WHERE conversation = $1",
        "DELETE FROM conversation_step WHERE conversation = $1",
        // Cascades to unread questions and notifications.
        "DELETE FROM conversation WHERE id = $1",
    ] {
        execute_tx!(tx, sqlx::query(statement).bind(id))?;
    }
    Ok(Some(keys))
}
