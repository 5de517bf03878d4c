use sqlx::FromRow;

use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute_tx, on, on_tx,
    transparency::{self, Entry, Salt},
};

use super::{content::Receipt, reply::ReplyRecord};
use crate::id::{ConversationId, MessageId};

/// A receipt as stored.
#[derive(FromRow)]
pub(super) struct Stored {
    /// The bytes that the log recorded, unless `intact` is false.
    pub content: String,
    /// The sender was not erased from it.
    pub intact: bool,
    /// Number of its entry in the log.
    pub entry: i64,
}

#[derive(FromRow)]
struct StoredOf<I> {
    /// Message or question.
    subject: I,
    #[sqlx(flatten)]
    stored: Stored,
}

/// Stores the receipt of a question and records it in the log, which locks the log until the end of the transaction: call
/// it last.
pub async fn insert(tx: &mut Tx, now: Moment, message: MessageId, receipt: &Receipt) -> Result<(), Error> {
    insert_content(tx, now, message, receipt.canonical_json()?, &receipt.salt).await
}

/// Like [`insert`], for a follow-up or an answer.
pub async fn insert_reply(
    tx: &mut Tx,
    now: Moment,
    message: MessageId,
    reply: &ReplyRecord,
) -> Result<(), Error> {
    insert_content(tx, now, message, serde_json::to_string(reply)?, &reply.salt).await
}

async fn insert_content(
    tx: &mut Tx,
    now: Moment,
    message: MessageId,
    content: String,
    salt: &Salt,
) -> Result<(), Error> {
    let entry = Entry { json: content.as_bytes(), salt };
    let entry = transparency::append(tx, now, &entry).await?;
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO receipt (message, content, intact, entry) VALUES ($1, $2, TRUE, $3)")
            .bind(message)
            .bind(&content)
            .bind(entry)
    )?;
    Ok(())
}

/// Returns the receipt of a question.
pub(super) async fn of_question(db: &Db, question: ConversationId) -> Result<Option<Stored>, Error> {
    Ok(on!(db, |c| {
        sqlx::query_as(
            "SELECT r.content, r.intact, r.entry FROM receipt r JOIN message m ON m.id = r.message
             WHERE m.conversation = $1 AND m.kind = 'question'",
        )
        .bind(question)
        .fetch_optional(c)
        .await
    })?)
}

/// Returns what was recorded of the messages of a question, with their identifiers.
pub(super) async fn of_messages(
    db: &Db,
    question: ConversationId,
) -> Result<Vec<(MessageId, Stored)>, Error> {
    let rows: Vec<StoredOf<MessageId>> = on!(db, |c| {
        sqlx::query_as(
            "SELECT r.message AS subject, r.content, r.intact, r.entry FROM receipt r JOIN message m ON m.id = r.message
             WHERE m.conversation = $1",
        )
        .bind(question)
        .fetch_all(c)
        .await
    })?;
    Ok(rows.into_iter().map(|row| (row.subject, row.stored)).collect())
}

/// Returns what was recorded of a message, with its question.
pub(super) async fn of_message(
    db: &Db,
    message: MessageId,
) -> Result<Option<(ConversationId, Stored)>, Error> {
    let row: Option<StoredOf<ConversationId>> = on!(db, |c| {
        sqlx::query_as(
            "SELECT m.conversation AS subject, r.content, r.intact, r.entry FROM receipt r
             JOIN message m ON m.id = r.message WHERE r.message = $1",
        )
        .bind(message)
        .fetch_optional(c)
        .await
    })?;
    Ok(row.map(|row| (row.subject, row.stored)))
}

/// Deletes the receipts of a question that is deleted. Returns the numbers of their entries, which stay in the log.
pub async fn delete_of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<i64>, Error> {
    let mut entries: Vec<i64> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM receipt WHERE message IN (SELECT id FROM message WHERE conversation = $1) RETURNING entry",
        )
        .bind(conversation)
        .fetch_all(c)
        .await
    })?;
    entries.sort_unstable();
    Ok(entries)
}
