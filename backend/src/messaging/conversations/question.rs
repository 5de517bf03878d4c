//! One question with its messages, its statuses and the reader's unsent reply.

use domain::{
    form::Answers,
    question::{Party, Status, Step},
};
use sqlx::{FromRow, types::Json};

use platform::{Error, db::Moment, on};

use super::{
    content::{Content, ShownAnswer},
    conversation::{Conversation, find_readable},
};

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    id::{ConversationId, DraftId, MessageId, PersonId, RevisionId},
    messaging::{
        answer_delays::{AnswerDelay, answer_delay},
        attachments::{self, Attachment},
        drafts::{self, Edit},
    },
};

#[derive(Clone, Debug)]
pub struct Question {
    pub conversation: Conversation,
    /// Role of the reader.
    pub party: Party,
    /// Oldest first; the first one is the question.
    pub messages: Vec<Message>,
    pub steps: Vec<StepTaken>,
    pub delay: AnswerDelay,
    /// The reader's unsent follow-up or answer.
    pub reply: Option<ReplyDraft>,
}

impl Question {
    /// Returns the edit of a page with the form of the reply.
    pub fn reply_edit(&self) -> Edit {
        Edit::of(self.reply.as_ref().map_or(RevisionId::NIL, |draft| draft.revision))
    }

    /// Returns `true` if the current status allows the step: its button is displayed.
    pub fn allows(&self, step: Step) -> bool {
        self.conversation.status().allows(step)
    }
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub by: Party,
    pub author_name: String,
    pub body: String,
    /// The other answers of the form, as displayed when it was sent.
    pub answers: Vec<ShownAnswer>,
    pub attachments: Vec<Attachment>,
    /// An official act of the service (mission §6).
    pub official: bool,
    pub sent_at: Moment,
}

/// A status that the question reached.
#[derive(Clone, Debug, FromRow)]
pub struct StepTaken {
    status: String,
    pub at: Moment,
    pub by_agent: bool,
    pub by_name: String,
    /// Name of the service to which this step transferred the question.
    pub transferred_to: Option<String>,
    /// Number of the other question, if this step merged the question into it, or separated it.
    pub merged_with: Option<String>,
}

impl StepTaken {
    pub fn status(&self) -> Status {
        Status::from_code(&self.status).unwrap_or(Status::Transmis)
    }
}

/// An unsent follow-up or answer.
#[derive(Clone, Debug)]
pub struct ReplyDraft {
    pub id: DraftId,
    pub answers: Answers,
    pub attachments: Vec<Attachment>,
    pub revision: RevisionId,
}

#[derive(FromRow)]
struct MessageRow {
    id: MessageId,
    kind: String,
    author_name: String,
    content: Json<Content>,
    official_network: Option<String>,
    sent_at: Moment,
}

/// Returns a question, for an operator or an agent.
///
/// # Errors
/// [`Error::NotFound`] if it does not exist for this visitor.
pub async fn question(portal: &Portal, session: &Session, id: ConversationId) -> Result<Question, Error> {
    let (conversation, party) = find_readable(portal, session, id).await?;
    let messages = messages(portal, id).await?;
    let steps = steps(portal, id).await?;
    let delay = answer_delay(portal, &conversation, &steps).await?;
    let reply = reply_draft(portal, session, id).await?;
    Ok(Question { conversation, party, messages, steps, delay, reply })
}

/// Returns the steps of a question, oldest first.
pub async fn steps(portal: &Portal, conversation: ConversationId) -> Result<Vec<StepTaken>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT status, at, by_agent, by_name, transferred_to, merged_with FROM conversation_step WHERE conversation = $1 ORDER BY at, id",
        )
        .bind(conversation)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the messages of a question, oldest first.
pub async fn messages(portal: &Portal, conversation: ConversationId) -> Result<Vec<Message>, Error> {
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

/// Returns the visitor's unsent reply to a question that they may read.
async fn reply_draft(
    portal: &Portal,
    session: &Session,
    conversation: ConversationId,
) -> Result<Option<ReplyDraft>, Error> {
    let owner = match &session.visitor {
        Visitor::Usager(usager) => PersonId::from(usager.account),
        Visitor::Staff(agent) => agent.id.into(),
        _ => return Ok(None),
    };
    let Some(drafts::StoredReply { id, answers, revision }) =
        drafts::of_reply(&portal.db, owner, conversation).await?
    else {
        return Ok(None);
    };
    let attachments = attachments::unsent(&portal.db, id.into()).await?;
    Ok(Some(ReplyDraft { id, answers, attachments, revision }))
}
