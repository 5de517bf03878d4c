use sqlx::{FromRow, types::Json};

use platform::{Error, on};

use crate::{Portal, accounts::sessions::Session, customs::InboxFilter, id::SavedViewId};

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
