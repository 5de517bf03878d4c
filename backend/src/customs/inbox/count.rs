use domain::limited_count::LimitedCount;

use platform::{Error, on};

use super::{
    filter::InboxFilter,
    list::inbox,
    page::{Page, bound},
};
use crate::{Portal, accounts::sessions::Session, customs::counts::LIMIT, messaging::PAGE};

/// Number at which a count stops.
const ROWS: i64 = LIMIT as i64 + 1;

/// Returns the number of questions that a filter finds for the agent, over the services that they answer for now. A search is counted up
/// to a page: its words are compared with texts.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn count_matching(
    portal: &Portal,
    session: &Session,
    filter: &InboxFilter,
) -> Result<LimitedCount, Error> {
    let agent = session.agent()?;
    let page = Page::first(filter, agent, portal.clock.now());
    if !page.searched.is_empty() {
        return count_found(portal, session, filter).await;
    }
    let count = page.statements().count;
    let counted = on!(portal.db, |c| {
        bound!(&page, sqlx::query_scalar(count), &filter.service, ROWS).bind(agent.id).fetch_one(c).await
    })?;
    Ok(LimitedCount::new(counted, LIMIT))
}

async fn count_found(
    portal: &Portal,
    session: &Session,
    filter: &InboxFilter,
) -> Result<LimitedCount, Error> {
    let first = inbox(portal, session, filter, None).await?;
    Ok(match (first.next, u32::try_from(first.questions.len())) {
        (None, Ok(number)) => LimitedCount::Exact(number),
        _ => LimitedCount::MoreThan(PAGE as u32),
    })
}
