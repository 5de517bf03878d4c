use sqlx::FromRow;

use platform::{Error, db::Moment, on};

use crate::{Portal, accounts::sessions::Session, messaging::Conversation};

/// A note, as the agents of the service read it.
#[derive(Clone, Debug, FromRow)]
pub struct Note {
    pub author_name: String,
    pub content: String,
    /// Colleague who was notified; empty if nobody was.
    pub mentioned_name: String,
    pub written_at: Moment,
}

/// Returns the notes on a question that the agent has read, oldest first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn notes(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
) -> Result<Vec<Note>, Error> {
    session.agent()?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT author_name, content, mentioned_name, written_at FROM question_note WHERE conversation = $1
             ORDER BY written_at, id",
        )
        .bind(conversation.id)
        .fetch_all(c)
        .await
    })?)
}
