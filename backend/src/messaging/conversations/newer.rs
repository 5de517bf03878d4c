//! Messages that the page of an answer did not show.

use domain::{form::Answers, problem::Problem};

use platform::{Error, db::Tx, execute_tx, on_tx};

use crate::id::{ConversationId, DraftId, MessageId};

/// Hidden field of an answer: the last message that its page showed.
pub const LAST_SHOWN: &str = "dernier";

/// Requires that the page of an answer showed the last message, written by the operator or by a colleague: an answer to a question
/// that has changed meanwhile may be wrong. Locks the question, so that no message arrives until the end of the transaction.
/// Ignores a message with the same `key`: the form was sent twice.
///
/// # Errors
/// [`Problem::NewerMessage`].
pub async fn require_last_shown(
    tx: &mut Tx,
    conversation: ConversationId,
    key: DraftId,
    answers: &Answers,
) -> Result<(), Error> {
    // A page of an earlier build has no such field.
    let Ok(shown) = answers.text(LAST_SHOWN).parse::<MessageId>() else { return Ok(()) };
    lock(tx, conversation).await?;
    let last: Option<(MessageId, String)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT id, author_name FROM message WHERE conversation = $1 AND draft <> $2
             ORDER BY sent_at DESC, id DESC LIMIT 1",
        )
        .bind(conversation)
        .bind(key)
        .fetch_optional(c)
        .await
    })?;
    match last {
        Some((id, author)) if id != shown => Err(Error::invalid("", Problem::NewerMessage { author })),
        _ => Ok(()),
    }
}

/// Locks a question until the end of the transaction.
pub async fn lock(tx: &mut Tx, conversation: ConversationId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE conversation SET activity_at = activity_at WHERE id = $1").bind(conversation)
    )?;
    Ok(())
}
