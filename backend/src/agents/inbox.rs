//! What was sent to an agent's services.

use domain::{
    message::Status,
    rights::{Action, Actor, decide},
};
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::Moment,
    messaging::{Conversation, PAGE, columns},
    on,
    session::Session,
};

/// The parts of an inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    ToTake,
    InProgress,
    Answered,
    Closed,
}

impl Part {
    pub const ALL: [Part; 4] = [Part::ToTake, Part::InProgress, Part::Answered, Part::Closed];

    /// As in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Part::ToTake => "a-prendre-en-charge",
            Part::InProgress => "en-cours",
            Part::Answered => "repondues",
            Part::Closed => "closes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Part::ALL.into_iter().find(|one| one.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Part::ToTake => "À prendre en charge",
            Part::InProgress => "En cours",
            Part::Answered => "Répondues",
            Part::Closed => "Closes",
        }
    }

    const fn status(self) -> Status {
        match self {
            Part::ToTake => Status::Transmis,
            Part::InProgress => Status::PrisEnCharge,
            Part::Answered => Status::Repondu,
            Part::Closed => Status::Clos,
        }
    }

    /// What waits is read oldest first, what is done latest first.
    const fn waits(self) -> bool {
        matches!(self, Part::ToTake | Part::InProgress)
    }
}

/// One page of an inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub questions: Vec<Conversation>,
    /// To be given back as `after` to see the next page.
    pub next: Option<String>,
}

/// How many questions wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub to_take: i64,
    pub in_progress: i64,
}

const WAITING: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM conversation c JOIN service s ON s.code = c.service
     WHERE c.service IN (SELECT service FROM agent_service WHERE agent = $1) AND c.status = $2
       AND (c.asked_at, c.id) > ($3, $4)
     ORDER BY c.asked_at, c.id LIMIT $5"
);

const DONE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM conversation c JOIN service s ON s.code = c.service
     WHERE c.service IN (SELECT service FROM agent_service WHERE agent = $1) AND c.status = $2
       AND (c.asked_at, c.id) < ($3, $4)
     ORDER BY c.asked_at DESC, c.id DESC LIMIT $5"
);

/// The questions of an agent's services in one state.
///
/// # Errors
/// [`Error::NotFound`] when the visitor is no agent.
pub async fn inbox(
    portal: &Portal,
    session: &Session,
    part: Part,
    after: Option<&str>,
) -> Result<Inbox, Error> {
    let agent = session.agent()?;
    let actor = Actor::Agent { services: &agent.services, remote: agent.remote };
    let (sql, start) = match part.waits() {
        true => (WAITING, (Moment::from_micros(i64::MIN), Uuid::nil())),
        false => (DONE, (Moment::from_micros(i64::MAX), Uuid::max())),
    };
    let (at, id) = after.and_then(read_cursor).unwrap_or(start);
    let mut questions: Vec<Conversation> = on!(portal.db, |c| {
        sqlx::query_as(sql)
            .bind(agent.agent)
            .bind(part.status().code())
            .bind(at)
            .bind(id)
            .bind(PAGE as i64 + 1)
            .fetch_all(c)
            .await
    })?;
    let more = questions.len() > PAGE;
    questions.truncate(PAGE);
    let next = questions.last().filter(|_| more).map(write_cursor);
    // The query says it already; the rule has the last word.
    questions.retain(|one| decide(&actor, &Action::ReadServiceInbox { service: &one.service }).is_allowed());
    Ok(Inbox { questions, next })
}

fn write_cursor(last: &Conversation) -> String {
    format!("{}_{}", last.asked_at.micros(), last.id.simple())
}

fn read_cursor(text: &str) -> Option<(Moment, Uuid)> {
    let (micros, id) = text.split_once('_')?;
    Some((Moment::from_micros(micros.parse().ok()?), id.parse().ok()?))
}

/// What waits in an agent's inbox.
pub async fn counts(portal: &Portal, agent: Uuid) -> Result<Counts, Error> {
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
    let of =
        |status: Status| rows.iter().find(|(code, _)| code == status.code()).map_or(0, |(_, count)| *count);
    Ok(Counts { to_take: of(Status::Transmis), in_progress: of(Status::PrisEnCharge) })
}
