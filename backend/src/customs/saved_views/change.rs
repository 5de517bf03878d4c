use domain::{
    form::{Answers, FieldDefinition, FormDefinition, Kind, checked},
    problem::Problem,
};
use sqlx::types::Json;

use platform::{Error, execute, execute_tx, on_tx};

use super::list::saved_view;
use crate::{Portal, accounts::sessions::Session, customs::InboxFilter, id::SavedViewId};

/// Maximum number of saved views of an agent.
pub const MAX_VIEWS: usize = 20;

/// Maximum number of characters of a name.
const MAX_NAME: usize = 80;

/// Returns the form that names a view.
pub fn form() -> FormDefinition {
    let name = FieldDefinition::new("nom", "Nom de la vue", Kind::ShortText { max: MAX_NAME }).mandatory();
    FormDefinition::new("nommer-vue", vec![name])
}

/// Saves a filter under a name, for the agent. Idempotent per `id`, generated with the page's form.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent; problems of the form;
/// [`Problem::TooManySavedViews`].
pub async fn create(
    portal: &Portal,
    session: &Session,
    id: SavedViewId,
    filter: &InboxFilter,
    answers: &Answers,
) -> Result<(), Error> {
    let agent = session.agent()?;
    let answers = checked(&form(), answers, &())?;
    let mut tx = portal.db.begin().await?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO saved_view (id, member, name, filter) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(agent.id)
        .bind(answers.text("nom"))
        .bind(Json(filter))
    )?;
    let count: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM saved_view WHERE member = $1")
            .bind(agent.id)
            .fetch_one(c)
            .await
    })?;
    if usize::try_from(count).is_ok_and(|count| count > MAX_VIEWS) {
        return Err(Error::invalid("nom", Problem::TooManySavedViews { max: MAX_VIEWS }));
    }
    Ok(tx.commit().await?)
}

/// Renames a saved view of the agent.
///
/// # Errors
/// As [`saved_view`]; problems of the form.
pub async fn rename(
    portal: &Portal,
    session: &Session,
    id: SavedViewId,
    answers: &Answers,
) -> Result<(), Error> {
    saved_view(portal, session, id).await?;
    let answers = checked(&form(), answers, &())?;
    execute!(
        portal.db,
        sqlx::query("UPDATE saved_view SET name = $1 WHERE id = $2").bind(answers.text("nom")).bind(id)
    )?;
    Ok(())
}

/// Deletes a saved view of the agent.
///
/// # Errors
/// As [`saved_view`].
pub async fn delete(portal: &Portal, session: &Session, id: SavedViewId) -> Result<(), Error> {
    saved_view(portal, session, id).await?;
    execute!(portal.db, sqlx::query("DELETE FROM saved_view WHERE id = $1").bind(id))?;
    Ok(())
}
