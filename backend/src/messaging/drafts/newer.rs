//! A draft whose motif has a newer version than the one it was begun with.

use domain::{motif::Motif, rights::Action};
use platform::Error;
use sqlx::types::Json;

use super::{draft::Draft, form, owned::owned, store};
use crate::{Portal, accounts::sessions::Session, id::DraftId};

/// Returns the version of the motif that questions are asked with now, if it is newer than that of the draft.
pub fn newer_motif(portal: &Portal, motif: &Motif) -> Option<Motif> {
    let in_use = portal.motifs.current();
    in_use.find(&motif.id).filter(|newer| newer.version > motif.version).cloned()
}

/// Returns `true` if the draft would become a question that more people read than its motif now allows.
pub fn lacks_confidentiality(portal: &Portal, draft: &Draft) -> bool {
    !draft.motif.confidential && newer_motif(portal, &draft.motif).is_some_and(|newer| newer.confidential)
}

/// Gives an unsent question the newest version of its motif, with its answers to the fields that are still asked. Does nothing
/// if it has it.
///
/// # Errors
/// As [`draft`](super::draft()); also if the person may not use the newer version, which is confidential.
pub async fn adopt_newer_motif(portal: &Portal, session: &Session, id: DraftId) -> Result<(), Error> {
    let owned = owned(portal, session, id).await?;
    let (Some(Json(motif)), Some(access)) = (owned.definition, owned.access) else {
        return Err(Error::NotFound);
    };
    let Some(newer) = newer_motif(portal, &motif) else { return Ok(()) };
    access.require(&Action::UseMotif { confidential: newer.confidential })?;
    let answers = form::non_secret_answers(&newer, &owned.answers.0);
    store::store_definition(portal, id, &newer, &answers, owned.revision).await
}
