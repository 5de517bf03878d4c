//! One question opened: everything that was written, every status with its date, what the reader may do next.

use domain::{
    form::Answers,
    message::{Party, Status, Step},
};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::Moment,
    on,
    session::{Session, Visitor},
};

use super::{
    attachments::{self, Attachment},
    conversations::{self, Conversation},
};

#[derive(Clone, Debug)]
pub struct Question {
    pub conversation: Conversation,
    /// As whom the visitor reads it.
    pub party: Party,
    /// Oldest first; the first one is the question itself.
    pub messages: Vec<Message>,
    pub steps: Vec<StepTaken>,
    /// The visitor's follow-up or answer being written.
    pub reply: Option<ReplyDraft>,
}

impl Question {
    /// May the visitor do this now? To show a button or not.
    pub fn allows(&self, step: Step) -> bool {
        self.conversation.status().allows(step)
    }
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: Uuid,
    pub by: Party,
    pub author_name: String,
    pub body: String,
    /// The other answers of the form, as they read when it was sent.
    pub answers: Vec<ShownAnswer>,
    pub attachments: Vec<Attachment>,
    /// An official act of the service (mission §6).
    pub official: bool,
    pub sent_at: Moment,
}

/// What a message holds: what was typed, and how it read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Content {
    pub typed: Answers,
    pub shown: Vec<ShownAnswer>,
}

/// An answer as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAnswer {
    pub label: String,
    pub values: Vec<String>,
}

/// A status that the question reached.
#[derive(Clone, Debug, FromRow)]
pub struct StepTaken {
    status: String,
    pub at: Moment,
    pub by_agent: bool,
    pub by_name: String,
}

impl StepTaken {
    pub fn status(&self) -> Status {
        Status::from_code(&self.status).unwrap_or(Status::Transmis)
    }
}

/// A follow-up or an answer being written.
#[derive(Clone, Debug)]
pub struct ReplyDraft {
    pub id: Uuid,
    pub answers: Answers,
    pub attachments: Vec<Attachment>,
}

#[derive(FromRow)]
struct MessageRow {
    id: Uuid,
    kind: String,
    author_name: String,
    content: Json<Content>,
    official_network: Option<String>,
    sent_at: Moment,
}

/// Opens a question, as operator or as agent.
///
/// # Errors
/// [`Error::NotFound`] for what does not exist for this visitor.
pub async fn question(portal: &Portal, session: &Session, id: Uuid) -> Result<Question, Error> {
    let (conversation, party) = conversations::readable(portal, session, id).await?;
    let messages = messages(portal, id).await?;
    let steps = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT status, at, by_agent, by_name FROM conversation_step WHERE conversation = $1 ORDER BY at, id",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?;
    let reply = reply_draft(portal, session, id).await?;
    Ok(Question { conversation, party, messages, steps, reply })
}

async fn messages(portal: &Portal, conversation: Uuid) -> Result<Vec<Message>, Error> {
    let rows: Vec<MessageRow> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, kind, author_name, content, official_network, sent_at FROM message WHERE conversation = $1 ORDER BY sent_at, id",
        )
        .bind(conversation)
        .fetch_all(c)
        .await
    })?;
    let files = attachments::of_conversation(&portal.db, conversation).await?;
    let with_files = |row: MessageRow| {
        let Json(content) = row.content;
        Message {
            id: row.id,
            by: if row.kind == "reponse" { Party::Agent } else { Party::Usager },
            author_name: row.author_name,
            body: content.typed.text("message").to_owned(),
            answers: content.shown,
            attachments: files.iter().filter(|file| file.message == Some(row.id)).cloned().collect(),
            official: row.official_network.is_some(),
            sent_at: row.sent_at,
        }
    };
    Ok(rows.into_iter().map(with_files).collect())
}

/// The visitor's own unsent reply to a question that they may read.
async fn reply_draft(
    portal: &Portal,
    session: &Session,
    conversation: Uuid,
) -> Result<Option<ReplyDraft>, Error> {
    let owner = match &session.visitor {
        Visitor::Usager(usager) => usager.account,
        Visitor::Agent(agent) => agent.agent,
        _ => return Ok(None),
    };
    let found: Option<(Uuid, Json<Answers>)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT id, answers FROM draft WHERE owner = $1 AND conversation = $2")
            .bind(owner)
            .bind(conversation)
            .fetch_optional(c)
            .await
    })?;
    let Some((id, Json(answers))) = found else { return Ok(None) };
    let attachments = attachments::of_draft(&portal.db, id).await?;
    Ok(Some(ReplyDraft { id, answers, attachments }))
}
