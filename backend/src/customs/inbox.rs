//! Inbox of an agent: the questions sent to their services.

use domain::{
    question::Status,
    rights::{Action, Actor, decide},
};

use platform::{Error, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::AgentId,
    messaging::{Conversation, Cursor, PAGE, conversation_columns},
};

/// Part of an inbox: the questions with one status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InboxPart {
    #[default]
    ToTakeInCharge,
    InProgress,
    Answered,
    Closed,
}

impl InboxPart {
    pub const ALL: [InboxPart; 4] =
        [InboxPart::ToTakeInCharge, InboxPart::InProgress, InboxPart::Answered, InboxPart::Closed];

    /// Code used in URLs.
    pub const fn code(self) -> &'static str {
        match self {
            InboxPart::ToTakeInCharge => "a-prendre-en-charge",
            InboxPart::InProgress => "en-cours",
            InboxPart::Answered => "repondues",
            InboxPart::Closed => "closes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        InboxPart::ALL.into_iter().find(|one| one.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            InboxPart::ToTakeInCharge => "À prendre en charge",
            InboxPart::InProgress => "En cours",
            InboxPart::Answered => "Répondues",
            InboxPart::Closed => "Closes",
        }
    }

    const fn status(self) -> Status {
        match self {
            InboxPart::ToTakeInCharge => Status::Transmis,
            InboxPart::InProgress => Status::PrisEnCharge,
            InboxPart::Answered => Status::Repondu,
            InboxPart::Closed => Status::Clos,
        }
    }

    /// Returns `true` if its questions are listed oldest first; the others are listed latest first.
    const fn is_pending(self) -> bool {
        matches!(self, InboxPart::ToTakeInCharge | InboxPart::InProgress)
    }
}

/// One page of an inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub questions: Vec<Conversation>,
    /// Parameter `after` of the next page.
    pub next: Option<String>,
}

/// Numbers of pending questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    pub to_take_in_charge: i64,
    pub in_progress: i64,
}

const PENDING: &str = concat!(
    "SELECT ",
    conversation_columns!(),
    " FROM conversation c JOIN service s ON s.code = c.service
     WHERE c.service IN (SELECT service FROM agent_service WHERE agent = $1) AND c.status = $2
       AND (c.asked_at, c.id) > ($3, $4)
     ORDER BY c.asked_at, c.id LIMIT $5"
);

const DONE: &str = concat!(
    "SELECT ",
    conversation_columns!(),
    " FROM conversation c JOIN service s ON s.code = c.service
     WHERE c.service IN (SELECT service FROM agent_service WHERE agent = $1) AND c.status = $2
       AND (c.asked_at, c.id) < ($3, $4)
     ORDER BY c.asked_at DESC, c.id DESC LIMIT $5"
);

/// Returns one page of the questions of an agent's services.
///
/// # Errors
/// [`Error::NotFound`] if the visitor is not an agent.
pub async fn inbox(
    portal: &Portal,
    session: &Session,
    part: InboxPart,
    after: Option<&str>,
) -> Result<Inbox, Error> {
    let agent = session.agent()?;
    let actor = Actor::Agent { services: &agent.services, remote: agent.remote };
    let (sql, start) = match part.is_pending() {
        true => (PENDING, Cursor::oldest()),
        false => (DONE, Cursor::latest()),
    };
    let after = after.and_then(Cursor::parse).unwrap_or(start);
    let mut questions: Vec<Conversation> = on!(portal.db, |c| {
        sqlx::query_as(sql)
            .bind(agent.agent)
            .bind(part.status().code())
            .bind(after.at)
            .bind(after.id)
            .bind(PAGE as i64 + 1)
            .fetch_all(c)
            .await
    })?;
    let next = Cursor::cut_page(&mut questions, |last| Cursor { at: last.asked_at, id: last.id });
    // The query already filters by service; the rule is checked too.
    questions.retain(|one| decide(&actor, &Action::ReadServiceInbox { service: &one.service }).is_allowed());
    Ok(Inbox { questions, next })
}

/// Returns the numbers of pending questions in an agent's inbox.
pub async fn counts(portal: &Portal, agent: AgentId) -> Result<InboxCounts, Error> {
    let rows: Vec<(String, i64)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT c.status, COUNT(*) FROM conversation c
             WHERE c.service IN (SELECT service FROM agent_service WHERE agent = $1)
               AND c.status IN ('transmis', 'pris_en_charge')
             GROUP BY c.status",
        )
        .bind(agent)
        .fetch_all(c)
        .await
    })?;
    let count_of =
        |status: Status| rows.iter().find(|(code, _)| code == status.code()).map_or(0, |(_, count)| *count);
    Ok(InboxCounts {
        to_take_in_charge: count_of(Status::Transmis),
        in_progress: count_of(Status::PrisEnCharge),
    })
}
