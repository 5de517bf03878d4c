//! Inbox of an agent: the questions sent to their services.

use std::cmp::Reverse;

use domain::{
    limited_count::LimitedCount,
    question::Status,
    rights::{Action, decide},
};

use platform::{Error, contains_words, db::SearchedWords, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::StaffId,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxCounts {
    pub to_take_in_charge: LimitedCount,
    pub in_progress: LimitedCount,
}

/// Greatest number of pending questions that is counted exactly.
const LIMIT: u32 = 999;

/// Questions of service `$1` with status `$2` after the cursor `$3` and `$4`, up to `$5`, with the words `$6` to `$11`: read
/// in order from an index.
macro_rules! page_of_service {
    ($after:literal, $order:literal) => {
        concat!(
            "SELECT ",
            conversation_columns!(),
            " FROM conversation c JOIN service s ON s.code = c.service
             WHERE c.service = $1 AND c.status = $2 AND (c.asked_at, c.id) ",
            $after,
            " ($3, $4) AND ",
            contains_words!("c.service_search", "$6", "$7", "$8", "$9", "$10", "$11"),
            $order
        )
    };
}

const OLDEST_FIRST: &str = page_of_service!(">", " ORDER BY c.asked_at, c.id LIMIT $5");
const LATEST_FIRST: &str = page_of_service!("<", " ORDER BY c.asked_at DESC, c.id DESC LIMIT $5");

/// Returns one page of the questions of an agent's services. `search`: words of the number, the subject, the motif or the
/// company, see [`domain::search`].
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn inbox(
    portal: &Portal,
    session: &Session,
    part: InboxPart,
    search: &str,
    after: Option<&str>,
) -> Result<Inbox, Error> {
    let agent = session.agent()?;
    let after = after.and_then(Cursor::parse);
    let searched = SearchedWords::read(search);
    let mut questions: Vec<Conversation> = Vec::new();
    for service in &agent.services {
        questions.extend(page_of_service(portal, service, part, &searched, after).await?);
    }
    let position = |question: &Conversation| (question.asked_at, question.id);
    match part.is_pending() {
        true => questions.sort_unstable_by_key(position),
        false => questions.sort_unstable_by_key(|question| Reverse(position(question))),
    }
    let next = Cursor::cut_page(&mut questions, |last| Cursor { at: last.asked_at, id: last.id });
    // The query already filters by service; the rule is checked too.
    let actor = agent.actor();
    questions.retain(|one| decide(&actor, &Action::ReadServiceInbox { service: &one.service }).is_allowed());
    Ok(Inbox { questions, next })
}

/// Returns the questions of one service, one more than a page: a whole page may come from one of the agent's services.
async fn page_of_service(
    portal: &Portal,
    service: &str,
    part: InboxPart,
    searched: &SearchedWords,
    after: Option<Cursor>,
) -> Result<Vec<Conversation>, Error> {
    let (sql, start) = match part.is_pending() {
        true => (OLDEST_FIRST, Cursor::oldest()),
        false => (LATEST_FIRST, Cursor::latest()),
    };
    let after = after.unwrap_or(start);
    Ok(on!(portal.db, |c| {
        let select = sqlx::query_as(sql)
            .bind(service)
            .bind(part.status().code())
            .bind(after.at)
            .bind(after.id)
            .bind(PAGE as i64 + 1);
        let patterns = searched.patterns().iter();
        patterns.fold(select, |select, pattern| select.bind(pattern)).fetch_all(c).await
    })?)
}

/// Number of questions with this status in the services of agent `$1`, counted up to `$2`.
macro_rules! pending_count {
    ($status:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM (
                 SELECT 1 FROM staff_service a JOIN conversation c ON c.service = a.service
                 WHERE a.member = $1 AND c.status = '",
            $status,
            "' LIMIT $2) AS counted)"
        )
    };
}

/// Returns the numbers of pending questions in an agent's inbox.
pub async fn counts(portal: &Portal, agent: StaffId) -> Result<InboxCounts, Error> {
    let (to_take_in_charge, in_progress) = on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT ", pending_count!("transmis"), ", ", pending_count!("pris_en_charge")))
            .bind(agent)
            .bind(i64::from(LIMIT) + 1)
            .fetch_one(c)
            .await
    })?;
    Ok(InboxCounts {
        to_take_in_charge: LimitedCount::new(to_take_in_charge, LIMIT),
        in_progress: LimitedCount::new(in_progress, LIMIT),
    })
}
