//! Questions already asked: who may read them, the list, what is unread.

use domain::{
    message::{Party, Status},
    rights::{Action, Actor, Habilitation, decide},
    siren::Siren,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    on,
    session::{Session, Visitor},
};

use super::{
    access::{Access, allowed, may},
    search,
};

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

/// What to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub status: Option<Status>,
    /// Words of the number, the subject or the motif.
    pub search: String,
    /// Where the page before ended, as [`Listing::next`] gave it.
    pub after: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Listing {
    pub questions: Vec<Listed>,
    /// To be given back to see older ones.
    pub next: Option<String>,
}

#[derive(Clone, Debug, FromRow)]
pub struct Listed {
    #[sqlx(flatten)]
    pub conversation: Conversation,
    read_at: Option<Moment>,
}

impl Listed {
    /// Did the service act since the person last opened it?
    pub fn is_unread(&self) -> bool {
        is_unread(self.conversation.service_activity_at, self.read_at)
    }
}

fn is_unread(acted: Option<Moment>, read: Option<Moment>) -> bool {
    acted.is_some_and(|acted| read.is_none_or(|read| acted > read))
}

/// Questions of one page.
pub const PAGE: usize = 20;

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    ", r.read_at FROM conversation c JOIN service s ON s.code = c.service
     LEFT JOIN conversation_read r ON r.conversation = c.id AND r.reader = $1
     WHERE c.siren = $2 AND (NOT c.confidential OR $3) AND ($4 = '' OR c.status = $4)
       AND ($5 = '' OR c.search LIKE $5 ESCAPE '!') AND (c.activity_at, c.id) < ($6, $7)
     ORDER BY c.activity_at DESC, c.id DESC LIMIT $8"
);

/// The company's questions that the person may read, last active first.
pub async fn list(portal: &Portal, session: &Session, filter: &Filter) -> Result<Listing, Error> {
    let access = Access::of(portal, session).await?;
    let (before, id) =
        filter.after.as_deref().and_then(read_cursor).unwrap_or((Moment::from_micros(i64::MAX), Uuid::max()));
    let mut questions: Vec<Listed> = on!(portal.db, |c| {
        sqlx::query_as(LIST)
            .bind(access.account)
            .bind(access.siren.as_str())
            .bind(access.sees_confidential())
            .bind(filter.status.map_or("", Status::code))
            .bind(search::pattern(&filter.search))
            .bind(before)
            .bind(id)
            .bind(PAGE as i64 + 1)
            .fetch_all(c)
            .await
    })?;
    let more = questions.len() > PAGE;
    questions.truncate(PAGE);
    let next = questions.last().filter(|_| more).map(|last| write_cursor(&last.conversation));
    Ok(Listing { questions, next })
}

fn write_cursor(last: &Conversation) -> String {
    format!("{}_{}", last.activity_at.micros(), last.id.simple())
}

fn read_cursor(text: &str) -> Option<(Moment, Uuid)> {
    let (micros, id) = text.split_once('_')?;
    Some((Moment::from_micros(micros.parse().ok()?), id.parse().ok()?))
}

/// What happened longer ago is not called new any more, even to who never opened it.
const NEWS: Duration = Duration::from_secs(365 * 24 * 3600);

/// Questions of the SIREN on which the service acted since the person last opened them; 0 without e-contacts.
pub async fn unread_count(
    portal: &Portal,
    account: Uuid,
    siren: &Siren,
    habilitations: &[Habilitation],
) -> Result<i64, Error> {
    if !may(habilitations, siren, &Action::UseMessaging) {
        return Ok(0);
    }
    let confidential = may(habilitations, siren, &Action::AskMotif { confidential: true });
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM conversation c
             LEFT JOIN conversation_read r ON r.conversation = c.id AND r.reader = $1
             WHERE c.siren = $2 AND (NOT c.confidential OR $3)
               AND c.service_activity_at > $4 AND (r.read_at IS NULL OR c.service_activity_at > r.read_at)",
        )
        .bind(account)
        .bind(siren.as_str())
        .bind(confidential)
        .bind(portal.clock.now() - NEWS)
        .fetch_one(c)
        .await
    })?)
}

/// Notes that the operator has seen the question as it is now, its notifications included.
pub async fn mark_read(portal: &Portal, session: &Session, conversation: &Conversation) -> Result<(), Error> {
    let account = session.usager()?.account;
    let read: Option<Moment> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT read_at FROM conversation_read WHERE conversation = $1 AND reader = $2")
            .bind(conversation.id)
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    crate::notifications::mark_conversation_read(portal, account, conversation.id).await?;
    if !is_unread(conversation.service_activity_at, read) {
        return Ok(());
    }
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO conversation_read (conversation, reader, read_at) VALUES ($1, $2, $3)
             ON CONFLICT (conversation, reader) DO UPDATE SET read_at = excluded.read_at",
        )
        .bind(conversation.id)
        .bind(account)
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
