use domain::question::ServiceAct;

use platform::{
    Error,
    db::{Moment, Tx},
    execute, execute_tx, on,
};

use crate::{
    Portal,
    id::{AccountId, ConversationId, RowId},
    messaging::access::Access,
};

/// Inserts a notification for one account.
pub async fn record(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    conversation: ConversationId,
    step: ServiceAct,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO notification (id, account, conversation, siren, confidential, step, created_at)
             SELECT $1, $2, c.id, c.siren, c.confidential, $4, $5 FROM conversation c WHERE c.id = $3",
        )
        .bind(RowId::generate())
        .bind(account)
        .bind(conversation)
        .bind(step.code())
        .bind(now)
    )?;
    Ok(())
}

/// Marks the notifications that the person may see on the chosen SIREN as read.
pub async fn mark_visible_read(portal: &Portal, access: &Access) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE notification SET read_at = $1
             WHERE account = $2 AND siren = $3 AND confidential IN (FALSE, $4) AND read_at IS NULL",
        )
        .bind(portal.clock.now())
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(access.sees_confidential())
    )?;
    Ok(())
}

/// Marks the account's notifications of a question as read.
pub async fn mark_conversation_read(
    portal: &Portal,
    account: AccountId,
    conversation: ConversationId,
) -> Result<(), Error> {
    // Usually there is none, and SQLite has a single writer: a read first avoids most writes.
    let unread: i64 = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM notification WHERE account = $1 AND conversation = $2 AND read_at IS NULL",
        )
        .bind(account)
        .bind(conversation)
        .fetch_one(c)
        .await
    })?;
    if unread == 0 {
        return Ok(());
    }
    execute!(portal.db, sqlx::query(
            "UPDATE notification SET read_at = $1 WHERE account = $2 AND conversation = $3 AND read_at IS NULL",
        )
        .bind(portal.clock.now())
        .bind(account)
        .bind(conversation))?;
    Ok(())
}

/// Deletes all notifications of an account.
pub async fn delete_of_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM notification WHERE account = $1").bind(account))?;
    Ok(())
}
