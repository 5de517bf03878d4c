//! The company's questions: the list, its pages, what is unread.

use domain::{
    message::Status,
    rights::{Action, Habilitation},
    siren::Siren,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    on,
    session::Session,
};

use super::{
    access::{Access, may},
    conversations::{Conversation, columns},
    search,
};

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
