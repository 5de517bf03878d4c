use domain::{form::Answers, problem::Problem};

use platform::Error;

use super::offer::{filled, offered};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{CannedAnswerId, ConversationId, DraftId},
    messaging::{self, Edit},
};

/// Name of the list of the answer's form.
pub const CANNED: &str = "modele";

/// Appends a canned answer to the text of an answer, and saves it as a draft. `answers`: the form of the answer, with the canned
/// answer in [`CANNED`]. `key` and `edit`: see [`messaging::save_reply`].
///
/// # Errors
/// As [`messaging::save_reply`]; [`Error::Invalid`] on [`CANNED`] without a choice, or for one that is not offered.
pub async fn insert_into_answer(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
    key: DraftId,
    answers: &Answers,
    edit: Option<Edit>,
) -> Result<(), Error> {
    let conversation = messaging::question(portal, session, id).await?.conversation;
    let chosen: Option<CannedAnswerId> = answers.text(CANNED).parse().ok();
    let offered = offered(portal, session, &conversation).await?;
    let canned = offered.iter().find(|one| Some(one.id) == chosen);
    let label = || "Réponse préparée".to_owned();
    let canned = canned.ok_or_else(|| Error::invalid(CANNED, Problem::NotChosen { label: label() }))?;
    let text = filled(session, &conversation, &canned.content.text)?;
    let mut answers = answers.clone();
    let typed = answers.text("message");
    let text = if typed.is_empty() { text } else { format!("{typed}\n\n{text}") };
    answers.set("message", text);
    messaging::save_reply(portal, session, id, key, &answers, edit).await
}
