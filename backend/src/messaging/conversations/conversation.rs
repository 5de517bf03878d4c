use domain::{
    question::{Mergeable, Party, Status},
    rights::{Action, decide},
    siren::Siren,
};
use sqlx::FromRow;

use platform::{
    Error,
    db::{Moment, Tx},
    on, on_tx,
};

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    id::{AccountId, ConversationId, StaffId},
    messaging::access::{Access, require_allowed},
};

/// A sent question and its status.
#[derive(Clone, Debug, FromRow)]
pub struct Conversation {
    pub id: ConversationId,
    /// As on the receipt: `Q-2026-7F3K9M`.
    pub number: String,
    #[sqlx(try_from = "String")]
    pub siren: Siren,
    /// Raison sociale when the question was sent.
    pub company: String,
    pub motif_title: String,
    pub confidential: bool,
    /// Code of the service.
    pub service: String,
    pub service_name: String,
    /// Member of the staff who works on it. For agents only.
    pub assignee: Option<StaffId>,
    pub assignee_name: Option<String>,
    pub subject: String,
    status: String,
    pub author: AccountId,
    pub asked_at: Moment,
    /// Start of the delay to answer: the question, or the follow-up that returned an answered question to the service.
    pub waiting_since: Moment,
    /// End of the commitment of the service; `None` without one, and while its delay is paused.
    pub answer_due_at: Option<Moment>,
    /// When four fifths of the commitment have passed.
    pub warning_at: Option<Moment>,
    /// Time by which the views of agents list it while it awaits an answer: the end of the commitment, or else the start of the
    /// delay.
    pub(crate) pressing_at: Moment,
    pub taken_in_charge_at: Option<Moment>,
    /// Date of the first answer since then.
    pub answered_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub activity_at: Moment,
    /// Question in which it goes on.
    pub merged_into: Option<ConversationId>,
}

impl Conversation {
    pub fn status(&self) -> Status {
        Status::from_code(&self.status).unwrap_or(Status::Transmis)
    }

    /// Returns the action that a reader must be allowed to do.
    pub(crate) fn reading(&self) -> Action<'_> {
        Action::ReadConversation {
            siren: &self.siren,
            service: &self.service,
            confidential: self.confidential,
        }
    }

    /// Returns what decides whether it may go on in another question. `has_merged`: others go on in it.
    pub(crate) fn mergeable(&self, has_merged: bool) -> Mergeable<'_, AccountId> {
        let Conversation { siren, author, confidential, .. } = self;
        let is_closed = self.status() == Status::Clos;
        Mergeable { siren, author: *author, confidential: *confidential, is_closed, has_merged }
    }

    /// Returns `true` if a follow-up restarted the delay.
    pub fn was_returned(&self) -> bool {
        self.waiting_since > self.asked_at
    }

    /// Returns how near the end of the commitment is; `None` without one, and while the question awaits no answer.
    pub fn urgency(&self, now: Moment) -> Option<Urgency> {
        let due = self.answer_due_at?;
        let awaits_answer = matches!(self.status(), Status::Transmis | Status::PrisEnCharge);
        awaits_answer.then(|| match self.warning_at {
            _ if now > due => Urgency::Late,
            _ if now.day() == due.day() => Urgency::DueToday,
            Some(warning) if now >= warning => Urgency::DueSoon,
            _ => Urgency::Usual,
        })
    }

    /// Returns `true` if the question awaits an answer after the end of the commitment.
    pub fn is_late(&self, now: Moment) -> bool {
        self.urgency(now) == Some(Urgency::Late)
    }
}

/// Nearness of the end of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    Usual,
    /// Four fifths of the commitment have passed.
    DueSoon,
    /// It ends on this day, in Paris.
    DueToday,
    Late,
}

macro_rules! conversation_columns {
    () => {
        "c.id, c.number, c.siren, c.company, c.motif_title, c.confidential, c.service, s.name AS service_name,
         c.assignee, (SELECT a.name FROM staff a WHERE a.id = c.assignee) AS assignee_name, c.subject, c.status, c.author, c.asked_at, c.waiting_since,
         c.answer_due_at, c.warning_at, c.pressing_at, c.taken_in_charge_at, c.answered_at, c.closed_at, c.activity_at,
         c.merged_into"
    };
}
pub(crate) use conversation_columns;

const BY_ID: &str = concat!(
    "SELECT ",
    conversation_columns!(),
    " FROM conversation c JOIN service s ON s.code = c.service WHERE c.id = $1"
);

/// Returns a question that the visitor may read, and their role in it.
///
/// # Errors
/// [`Error::NotFound`] without distinction for another company's or service's question and for a confidential one
/// without the right.
pub async fn find_readable(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
) -> Result<(Conversation, Party), Error> {
    match &session.visitor {
        Visitor::Usager(_) => {
            // First: without e-contacts the response must not depend on whether the question exists.
            let access = Access::of(portal, session).await?;
            let conversation = find(portal, id).await?;
            access.require(&conversation.reading())?;
            Ok((conversation, Party::Usager))
        }
        Visitor::Staff(agent) => {
            let conversation = find(portal, id).await?;
            let actor = agent.actor();
            require_allowed(decide(&actor, &conversation.reading()))?;
            Ok((conversation, Party::Agent))
        }
        _ => Err(Error::NotFound),
    }
}

/// Returns a question, for a caller that decides the rights.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(portal: &Portal, id: ConversationId) -> Result<Conversation, Error> {
    let found: Option<Conversation> =
        on!(portal.db, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?;
    found.ok_or(Error::NotFound)
}

/// Returns a question that exists, inside a transaction.
pub async fn find_tx(tx: &mut Tx, id: ConversationId) -> Result<Conversation, Error> {
    Ok(on_tx!(tx, |c| sqlx::query_as(BY_ID).bind(id).fetch_one(c).await)?)
}

/// Returns a question that the visitor may add to, as operator or as agent.
///
/// # Errors
/// As [`find_readable`]; [`Error::Refused`] for an agent who may read but not answer.
pub async fn find_writable(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
) -> Result<Conversation, Error> {
    let (conversation, party) = find_readable(portal, session, id).await?;
    if let (Party::Agent, Visitor::Staff(agent)) = (party, &session.visitor) {
        let action = Action::AnswerConversation { service: &conversation.service };
        let actor = agent.actor();
        require_allowed(decide(&actor, &action))?;
    }
    Ok(conversation)
}
