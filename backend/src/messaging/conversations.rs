//! Questions already asked: where they stand, who may read them and add to them.

use domain::{
    message::{Party, Status},
    rights::{Action, Actor, decide},
    siren::Siren,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::Moment,
    on,
    session::{Session, Visitor},
};

use super::access::{Access, allowed};

/// A question and where it stands.
#[derive(Clone, Debug, FromRow)]
pub struct Conversation {
    pub id: Uuid,
    /// As on the receipt: `Q-2026-7F3K9M`.
    pub number: String,
    #[sqlx(try_from = "String")]
    pub siren: Siren,
    /// Raison sociale when the question was asked.
    pub company: String,
    pub motif_title: String,
    pub confidential: bool,
    /// Code of the service.
    pub service: String,
    pub service_name: String,
    pub subject: String,
    status: String,
    pub author: Uuid,
    pub asked_at: Moment,
    /// The end of the promised delay.
    pub promised_at: Moment,
    pub taken_at: Option<Moment>,
    /// The first answer.
    pub answered_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub activity_at: Moment,
    pub(crate) service_activity_at: Option<Moment>,
}

impl Conversation {
    pub fn status(&self) -> Status {
        Status::from_code(&self.status).unwrap_or(Status::Transmis)
    }

    /// What a reader needs the right to do.
    pub(crate) fn reading(&self) -> Action<'_> {
        Action::ReadConversation {
            siren: &self.siren,
            service: &self.service,
            confidential: self.confidential,
        }
    }

    /// Working days that the first answer took.
    pub fn answered_in(&self) -> Option<u32> {
        self.answered_at.map(|at| super::promise::working_days_between(self.asked_at, at))
    }

    /// Not answered yet although the promised delay is over.
    pub fn is_late(&self, now: Moment) -> bool {
        self.answered_at.is_none() && self.closed_at.is_none() && now > self.promised_at
    }
}

macro_rules! columns {
    () => {
        "c.id, c.number, c.siren, c.company, c.motif_title, c.confidential, c.service, s.name AS service_name,
         c.subject, c.status, c.author, c.asked_at, c.promised_at, c.taken_at, c.answered_at, c.closed_at,
         c.activity_at, c.service_activity_at"
    };
}
pub(crate) use columns;

const BY_ID: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM conversation c JOIN service s ON s.code = c.service WHERE c.id = $1"
);

/// A question that the visitor may read, and as whom.
///
/// # Errors
/// [`Error::NotFound`] for another company's, another service's, a confidential one without the right: all alike.
pub(crate) async fn readable(
    portal: &Portal,
    session: &Session,
    id: Uuid,
) -> Result<(Conversation, Party), Error> {
    match &session.visitor {
        Visitor::Usager(_) => {
            // Before the search: a person without e-contacts gets the same answer whether the question exists or not.
            let access = Access::of(portal, session).await?;
            let conversation = by_id(portal, id).await?;
            access.require(&conversation.reading())?;
            Ok((conversation, Party::Usager))
        }
        Visitor::Agent(agent) => {
            let conversation = by_id(portal, id).await?;
            let actor = Actor::Agent { services: &agent.services, remote: agent.remote };
            allowed(decide(&actor, &conversation.reading()))?;
            Ok((conversation, Party::Agent))
        }
        _ => Err(Error::NotFound),
    }
}

async fn by_id(portal: &Portal, id: Uuid) -> Result<Conversation, Error> {
    let found: Option<Conversation> =
        on!(portal.db, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?;
    found.ok_or(Error::NotFound)
}

/// May the visitor add to this question, as operator or as agent?
pub(crate) async fn may_write(portal: &Portal, session: &Session, id: Uuid) -> Result<(), Error> {
    let (conversation, party) = readable(portal, session, id).await?;
    match (party, &session.visitor) {
        (Party::Agent, Visitor::Agent(agent)) => {
            let action = Action::AnswerConversation { service: &conversation.service };
            allowed(decide(&Actor::Agent { services: &agent.services, remote: agent.remote }, &action))
        }
        _ => Ok(()),
    }
}
