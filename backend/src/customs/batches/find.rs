use domain::{
    batch::BatchAct,
    form::Answers,
    rights::{Action, decide},
};
use sqlx::{FromRow, types::Json};

use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{BatchId, ConversationId, DraftId},
};

/// An act of the agent on several questions.
#[derive(Clone, Debug)]
pub struct Batch {
    pub id: BatchId,
    pub act: BatchAct,
    /// Its form: colleague, service with the reason, or canned answer with its text of that moment.
    pub answers: Answers,
    /// When its last execution began.
    pub begun_at: Option<Moment>,
    /// In the order of the choice.
    pub items: Vec<BatchItem>,
}

impl Batch {
    /// Returns `true` once every question has a result.
    pub fn is_done(&self) -> bool {
        self.items.iter().all(|item| matches!(item.outcome(), Outcome::Done | Outcome::Refused))
    }

    pub fn count(&self, outcome: Outcome) -> usize {
        self.items.iter().filter(|item| item.outcome() == outcome).count()
    }
}

/// A question of a batch.
#[derive(Clone, Debug, FromRow)]
pub struct BatchItem {
    pub conversation: ConversationId,
    pub number: String,
    subject: String,
    service: String,
    #[sqlx(skip)]
    is_readable: bool,
    /// Key of its transfer or answer.
    pub(super) form_key: DraftId,
    /// Hidden fields of the form on the question's page, when the batch was prepared.
    pub(super) shown: Json<Answers>,
    outcome: String,
    /// Why it was refused.
    pub reason: String,
}

impl BatchItem {
    pub fn outcome(&self) -> Outcome {
        Outcome::from_code(&self.outcome)
    }

    /// Subject of the question; `None` if the agent may no longer read it: it was transferred.
    pub fn subject(&self) -> Option<&str> {
        self.is_readable.then_some(self.subject.as_str())
    }
}

/// Result of a batch for one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Planned,
    /// Its execution began; it is unknown whether it ended.
    Begun,
    Done,
    Refused,
}

impl Outcome {
    /// Code used in the database.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Outcome::Planned => "prevu",
            Outcome::Begun => "en_cours",
            Outcome::Done => "fait",
            Outcome::Refused => "refus",
        }
    }

    fn from_code(code: &str) -> Self {
        [Outcome::Begun, Outcome::Done, Outcome::Refused]
            .into_iter()
            .find(|one| one.code() == code)
            .unwrap_or(Outcome::Planned)
    }
}

/// Returns a batch of the agent.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one or one of another agent.
pub async fn batch(portal: &Portal, session: &Session, id: BatchId) -> Result<Batch, Error> {
    let agent = session.agent()?;
    let found: Option<(String, Json<Answers>, Option<Moment>)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT act, answers, begun_at FROM question_batch WHERE id = $1 AND member = $2")
            .bind(id)
            .bind(agent.id)
            .fetch_optional(c)
            .await
    })?;
    let (act, Json(answers), begun_at) = found.ok_or(Error::NotFound)?;
    let mut items: Vec<BatchItem> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT i.conversation, c.number, c.subject, c.service, i.form_key, i.shown, i.outcome, i.reason
             FROM question_batch_item i JOIN conversation c ON c.id = i.conversation
             WHERE i.batch = $1 ORDER BY i.position",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?;
    let actor = agent.actor();
    for item in &mut items {
        let action = Action::AnswerConversation { service: &item.service };
        item.is_readable = decide(&actor, &action).is_allowed();
    }
    let act = BatchAct::from_code(&act).ok_or(Error::NotFound)?;
    Ok(Batch { id, act, answers, begun_at, items })
}
