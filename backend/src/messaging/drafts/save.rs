use domain::form::Answers;
use sqlx::types::Json;

use platform::Error;

use super::{edit::Edit, form, owned::owned, store};

use crate::{Portal, accounts::sessions::Session, id::DraftId};

/// Stores the answers of an unsent question as typed, valid or not. Ignores answers to unknown fields. `edit`: the page on
/// which they were typed; `None` for one of an earlier build, whose answers replace any other.
///
/// # Errors
/// [`Error::NotFound`] as [`draft`](super::draft()); [`Error::Invalid`] if another page has written the draft.
pub async fn save(
    portal: &Portal,
    session: &Session,
    id: DraftId,
    answers: &Answers,
    edit: Option<Edit>,
) -> Result<(), Error> {
    let owned = owned(portal, session, id).await?;
    let Some(Json(motif)) = owned.definition else { return Err(Error::NotFound) };
    store::store_answers(portal, id, &form::non_secret_answers(&motif, answers), edit).await
}
