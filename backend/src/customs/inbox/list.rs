use std::cmp::Reverse;

use domain::rights::{Action, decide};

use platform::{
    Error,
    db::{Db, Moment},
    on,
};

use super::{
    filter::InboxFilter,
    page::{Page, bound},
    statements::Statements,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    customs::InboxView,
    messaging::{Conversation, Cursor, PAGE, service_scope},
    search::scoped::{Searched, WALKED, Walked},
};

/// One page of an inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub questions: Vec<Conversation>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

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
    let page =
        Page { after: after.and_then(Cursor::parse), ..Page::first(filter, agent, portal.clock.now()) };
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

impl Page<'_> {
    /// Returns the questions of one service, one more than a page: a whole page may come from one of the agent's services.
    async fn of_service(&self, portal: &Portal, service: &str) -> Result<Vec<Conversation>, Error> {
        let statements = self.statements();
        if self.searched.is_empty() {
            return Ok(on!(portal.db, |c| bound!(self, sqlx::query_as(statements.list), service, ROWS)
                .fetch_all(c)
                .await)?);
        }
        let walked: Vec<Walked<Conversation>> =
            on!(portal.db, |c| bound!(self, sqlx::query_as(statements.walk), service, WALKED)
                .fetch_all(c)
                .await)?;
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
        Ok(on!(db, |c| bound!(self, sqlx::query_as(find), service, ROWS)
            .bind(&condition)
            .fetch_all(c)
            .await)?)
    }
}
