//! Inbox of an agent: the questions sent to their services, by view.

use std::cmp::Reverse;

use domain::rights::{Action, decide};

use serde::{Deserialize, Serialize};

use platform::{
    Error,
    db::{Db, Moment},
    on,
};

use super::view::InboxView;
use crate::{
    Portal,
    accounts::sessions::Session,
    id::StaffId,
    messaging::{Conversation, Cursor, PAGE, conversation_columns, service_scope},
    search::scoped::{Part, Searched, WALKED, Walked, found_by_postgres, found_by_sqlite},
};

/// Selection of the questions to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxFilter {
    pub view: InboxView,
    /// Code of one of the agent's services; empty for all.
    pub service: String,
    /// Identifier of a motif; empty for all.
    pub motif: String,
    /// In the views that have several assignees.
    pub assignee: Option<StaffId>,
    /// Only questions with a file in one of their messages.
    pub with_files: bool,
    /// Words of the number, the subject, the motif, the messages or the company, see [`domain::analyser::Query`].
    pub search: String,
}

/// One page of an inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub questions: Vec<Conversation>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Questions of service `$1` that match, after the cursor `$2` and `$3`, up to `$4`, with motif `$6`, assignee `$7`, files if `$8`.
macro_rules! page {
    ($tokens:literal, $from:literal, $conditions:literal, $order:literal) => {
        concat!(
            "SELECT ",
            conversation_columns!(),
            $tokens,
            " FROM ",
            $from,
            " WHERE ",
            $conditions,
            " ($2, $3) AND ($6 = '' OR c.motif = $6) AND (c.assignee = $7 OR $7 IS NULL)
               AND (NOT $8 OR EXISTS (SELECT 1 FROM message f JOIN attachment g ON g.message = f.id WHERE f.conversation = c.id))",
            $order
        )
    };
}

/// Statements that read a page of one view: without search; with the tokens of each question; from the table `found` of the
/// index, whose condition is `$9`.
struct Statements {
    list: &'static str,
    walk: &'static str,
    find_by_sqlite: &'static str,
    find_by_postgres: &'static str,
}

/// `$range`: conditions that the index of the view serves. `$condition`: these conditions as expressions, which no index serves, so
/// that the database starts from the questions found.
macro_rules! statements {
    ($range:literal, $condition:literal, $order:literal) => {
        Statements {
            list: page!("", "conversation c JOIN service s ON s.code = c.service", $range, $order),
            walk: page!(
                ", t.tokens",
                "conversation c JOIN service s ON s.code = c.service JOIN search_scoped t ON t.rowid = c.search_number",
                $range,
                $order
            ),
            find_by_sqlite: concat!(
                found_by_sqlite!("$9"),
                page!(
                    "",
                    "found CROSS JOIN conversation c JOIN service s ON s.code = c.service",
                    $condition,
                    $order
                )
            ),
            find_by_postgres: concat!(
                found_by_postgres!("$9"),
                page!(
                    "",
                    "found CROSS JOIN conversation c JOIN service s ON s.code = c.service",
                    $condition,
                    $order
                )
            ),
        }
    };
}

/// Questions that await an answer, by end of the commitment or else by age. `$5`: the commitment ends before; the greatest number also
/// matches questions without a commitment.
const OPEN: Statements = statements!(
    "c.service = $1 AND c.pressing_at < $5 AND c.status IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    "c.search_number = found.number AND c.service || '' = $1 AND c.pressing_at + 0 < $5
       AND c.status || '' IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " ORDER BY c.pressing_at, c.id LIMIT $4"
);
const UNASSIGNED: Statements = statements!(
    "c.service = $1 AND c.assignee IS NULL AND c.pressing_at < $5 AND c.status IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    "c.search_number = found.number AND c.service || '' = $1 AND c.assignee IS NULL AND c.pressing_at + 0 < $5
       AND c.status || '' IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " ORDER BY c.pressing_at, c.id LIMIT $4"
);
// The sum keeps SQLite from reading the whole service in the order of the list, for the few questions of an agent.
const ASSIGNED: Statements = statements!(
    "c.service = $1 AND c.assignee = $7 AND c.pressing_at + 0 < $5 AND c.status IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    "c.search_number = found.number AND c.service || '' = $1 AND c.pressing_at + 0 < $5
       AND c.status || '' IN ('transmis', 'pris_en_charge')
       AND (c.answer_due_at < $5 OR $5 = 9223372036854775807) AND (c.pressing_at, c.id) >",
    " ORDER BY c.pressing_at, c.id LIMIT $4"
);
/// `$5`: status.
const LATEST_FIRST: Statements = statements!(
    "c.service = $1 AND c.status = $5 AND (c.asked_at, c.id) <",
    "c.search_number = found.number AND c.service || '' = $1 AND c.status || '' = $5 AND (c.asked_at, c.id) <",
    " ORDER BY c.asked_at DESC, c.id DESC LIMIT $4"
);

/// Number of rows to read: one more than a page, to know whether there is a next one.
const ROWS: i64 = PAGE as i64 + 1;

/// Returns one page of the questions of an agent's services. `after`: [`Inbox::next`] of the page before.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn inbox(
    portal: &Portal,
    session: &Session,
    filter: &InboxFilter,
    after: Option<&str>,
) -> Result<Inbox, Error> {
    let agent = session.agent()?;
    let page = Page {
        filter,
        assignee: match filter.view {
            InboxView::Mine => Some(agent.id),
            view => filter.assignee.filter(|_| view.has_assignees()),
        },
        searched: Searched::read(&filter.search, &[Part::Text, Part::Company]),
        now: portal.clock.now(),
        after: after.and_then(Cursor::parse),
    };
    let is_chosen = |service: &&String| filter.service.is_empty() || filter.service == **service;
    let mut questions: Vec<Conversation> = Vec::new();
    for service in agent.services.iter().filter(is_chosen) {
        questions.extend(page.of_service(portal, service).await?);
    }
    match filter.view.status() {
        None => questions.sort_unstable_by_key(|one| (one.pressing_at, one.id)),
        Some(_) => questions.sort_unstable_by_key(|one| Reverse((one.asked_at, one.id))),
    }
    let next =
        Cursor::cut_page(&mut questions, |last| Cursor { at: position(filter.view, last), id: last.id });
    // The query already filters by service; the rule is checked too.
    let actor = agent.actor();
    questions.retain(|one| decide(&actor, &Action::ReadServiceInbox { service: &one.service }).is_allowed());
    Ok(Inbox { questions, next })
}

/// Returns the time by which the view lists a question.
fn position(view: InboxView, question: &Conversation) -> Moment {
    if view.status().is_none() { question.pressing_at } else { question.asked_at }
}

/// A page to read, of each service.
struct Page<'a> {
    filter: &'a InboxFilter,
    assignee: Option<StaffId>,
    searched: Searched,
    now: Moment,
    after: Option<Cursor>,
}

/// Binds `$1` to `$8`.
macro_rules! bound {
    ($page:expr, $statement:expr, $service:expr, $limit:expr) => {{
        let view = $page.filter.view;
        let after = $page.after.unwrap_or(view.start($page.now));
        let select = sqlx::query_as($statement).bind($service).bind(after.at).bind(after.id).bind($limit);
        let select = match view.status() {
            Some(status) => select.bind(status.code()),
            None => select.bind(view.due_before($page.now)),
        };
        select.bind(&$page.filter.motif).bind($page.assignee).bind($page.filter.with_files)
    }};
}

impl Page<'_> {
    /// Returns the questions of one service, one more than a page: a whole page may come from one of the agent's services.
    async fn of_service(&self, portal: &Portal, service: &str) -> Result<Vec<Conversation>, Error> {
        let statements = self.statements();
        if self.searched.is_empty() {
            return Ok(on!(portal.db, |c| bound!(self, statements.list, service, ROWS).fetch_all(c).await)?);
        }
        let walked: Vec<Walked<Conversation>> =
            on!(portal.db, |c| bound!(self, statements.walk, service, WALKED).fetch_all(c).await)?;
        match self.searched.page_of(walked, PAGE + 1) {
            Some(questions) => Ok(questions),
            None => self.find(&portal.db, &statements, service).await,
        }
    }

    async fn find(
        &self,
        db: &Db,
        statements: &Statements,
        service: &str,
    ) -> Result<Vec<Conversation>, Error> {
        let find = Searched::statement(db, statements.find_by_sqlite, statements.find_by_postgres);
        let condition = self.searched.condition(db, &[service_scope(service)]);
        Ok(on!(db, |c| bound!(self, find, service, ROWS).bind(&condition).fetch_all(c).await)?)
    }

    fn statements(&self) -> Statements {
        match (self.filter.view.status(), self.assignee) {
            (Some(_), _) => LATEST_FIRST,
            (None, Some(_)) => ASSIGNED,
            (None, None) if self.filter.view == InboxView::ToAssign => UNASSIGNED,
            (None, None) => OPEN,
        }
    }
}
