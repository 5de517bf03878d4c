use domain::limited_count::LimitedCount;
use sqlx::{FromRow, types::Json};

use platform::{Error, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    customs::{InboxFilter, inbox},
    id::SavedViewId,
    messaging::PAGE,
};

/// A named filter of the inbox.
#[derive(Clone, Debug)]
pub struct SavedView {
    pub id: SavedViewId,
    pub name: String,
    pub filter: InboxFilter,
}

#[derive(FromRow)]
struct ViewRow {
    id: SavedViewId,
    name: String,
    filter: Json<InboxFilter>,
}

impl From<ViewRow> for SavedView {
    fn from(ViewRow { id, name, filter: Json(filter) }: ViewRow) -> Self {
        SavedView { id, name, filter }
    }
}

/// Returns the saved views of the agent, by name.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent.
pub async fn saved_views(portal: &Portal, session: &Session) -> Result<Vec<SavedView>, Error> {
    let agent = session.agent()?;
    let rows: Vec<ViewRow> = on!(portal.db, |c| {
        sqlx::query_as("SELECT id, name, filter FROM saved_view WHERE member = $1 ORDER BY name, id")
            .bind(agent.id)
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().map(SavedView::from).collect())
}

/// Returns a saved view of the agent.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one or one of another agent.
pub async fn saved_view(portal: &Portal, session: &Session, id: SavedViewId) -> Result<SavedView, Error> {
    let agent = session.agent()?;
    let found: Option<ViewRow> = on!(portal.db, |c| {
        sqlx::query_as("SELECT id, name, filter FROM saved_view WHERE id = $1 AND member = $2")
            .bind(id)
            .bind(agent.id)
            .fetch_optional(c)
            .await
    })?;
    found.map(SavedView::from).ok_or(Error::NotFound)
}

/// Returns the number of questions that a filter finds for the agent, counted up to a page: over the services that they answer for now.
///
/// # Errors
/// As [`inbox`].
pub async fn count(portal: &Portal, session: &Session, filter: &InboxFilter) -> Result<LimitedCount, Error> {
    let first = inbox(portal, session, filter, None).await?;
    Ok(match (first.next, u32::try_from(first.questions.len())) {
        (None, Ok(number)) => LimitedCount::Exact(number),
        _ => LimitedCount::MoreThan(PAGE as u32),
    })
}
