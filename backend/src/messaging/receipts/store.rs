use sqlx::FromRow;

use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute_tx, on,
    transparency::{self, Entry},
};

use super::content::Receipt;
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

/// Stores the receipt of a message and records it in the log, which locks the log until the end of the transaction: call
/// it last.
pub async fn insert(tx: &mut Tx, now: Moment, message: MessageId, receipt: &Receipt) -> Result<(), Error> {
    let content = receipt.canonical_json()?;
    let entry = Entry { json: content.as_bytes(), salt: &receipt.salt };
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

/// Deletes the receipts of a question that is deleted. Their entries stay in the log.
pub async fn delete_of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM receipt WHERE message IN (SELECT id FROM message WHERE conversation = $1)")
            .bind(conversation)
    )?;
    Ok(())
}
