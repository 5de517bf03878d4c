//! Questions that go on in another one.

use domain::question::{Status, Step};

use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute_tx, on, on_tx,
};

use super::{
    author::Author,
    conversation::{Conversation, find_tx},
    deadlines,
    newer::lock,
    steps::change_status,
    store::{StepDetail, insert_step},
};

use crate::{id::ConversationId, portal::Signal};

/// Locks two questions, always in the same order, and returns them.
pub async fn lock_pair(tx: &mut Tx, ids: [ConversationId; 2]) -> Result<[Conversation; 2], Error> {
    let mut ordered = ids;
    ordered.sort_unstable();
    for id in ordered {
        lock(tx, id).await?;
    }
    Ok([find_tx(tx, ids[0]).await?, find_tx(tx, ids[1]).await?])
}

/// The first question that goes on in `$1`.
const FIRST_MERGED: &str = "SELECT id FROM conversation WHERE merged_into = $1 LIMIT 1";

/// Returns `true` if other questions go on in this one.
pub async fn has_merged(db: &Db, id: ConversationId) -> Result<bool, Error> {
    let found: Option<ConversationId> =
        on!(db, |c| sqlx::query_scalar(FIRST_MERGED).bind(id).fetch_optional(c).await)?;
    Ok(found.is_some())
}

/// As [`has_merged`], inside a transaction.
pub async fn has_merged_tx(tx: &mut Tx, id: ConversationId) -> Result<bool, Error> {
    let found: Option<ConversationId> =
        on_tx!(tx, |c| sqlx::query_scalar(FIRST_MERGED).bind(id).fetch_optional(c).await)?;
    Ok(found.is_some())
}

/// Closes a question that goes on in `target`, and remembers its status.
///
/// # Errors
/// As [`change_status`].
pub async fn merge_into(
    tx: &mut Tx,
    conversation: &Conversation,
    target: &Conversation,
    author: &Author,
    now: Moment,
) -> Result<(), Error> {
    let status = change_status(tx, conversation, Step::Merge, now).await?;
    tx.notify(Signal::inbox(&target.service));
    execute_tx!(
        tx,
        sqlx::query("UPDATE conversation SET merged_into = $1, status_before_merge = $2 WHERE id = $3")
            .bind(target.id)
            .bind(conversation.status().code())
            .bind(conversation.id)
    )?;
    insert_step(tx, conversation.id, status, author, now, StepDetail::MergedWith(&target.number)).await?;
    deadlines::refresh(tx, conversation.id, now).await
}

/// Restores a question that went on in `target`, with the status that it had.
///
/// # Errors
/// As [`change_status`]; [`Error::NotFound`] if it does not go on in another one.
pub async fn separate_from(
    tx: &mut Tx,
    conversation: &Conversation,
    target: &Conversation,
    author: &Author,
    now: Moment,
) -> Result<(), Error> {
    let before: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT status_before_merge FROM conversation WHERE id = $1")
            .bind(conversation.id)
            .fetch_one(c)
            .await
    })?;
    let before = before.as_deref().and_then(Status::from_code).ok_or(Error::NotFound)?;
    let status = change_status(tx, conversation, Step::Separate(before), now).await?;
    tx.notify(Signal::inbox(&target.service));
    execute_tx!(
        tx,
        sqlx::query("UPDATE conversation SET merged_into = NULL, status_before_merge = NULL WHERE id = $1")
            .bind(conversation.id)
    )?;
    insert_step(tx, conversation.id, status, author, now, StepDetail::MergedWith(&target.number)).await?;
    deadlines::refresh(tx, conversation.id, now).await
}
