//! A draft whose motif has a newer version than the one it was begun with.

use domain::{motif::Motif, problem::Problem};
use platform::Error;
use sqlx::types::Json;

use super::{draft::Draft, form, owned::owned, store};
use crate::{Portal, accounts::sessions::Session, id::DraftId, messaging::access::Access};

/// Returns the version of the motif that questions are asked with now, if it is newer than that of the draft.
pub fn newer_motif(portal: &Portal, motif: &Motif) -> Option<Motif> {
    let in_use = portal.motifs.current();
    in_use.find(&motif.id).filter(|newer| newer.version > motif.version).cloned()
}

/// Returns why the draft can no longer be sent with its version: its motif has become confidential, and more people would read
/// the question than it allows. `None` if the draft can be sent.
pub async fn closed_version(
    portal: &Portal,
    session: &Session,
    draft: &Draft,
) -> Result<Option<Problem>, Error> {
    let newer = newer_motif(portal, &draft.motif);
    if draft.motif.confidential || !newer.is_some_and(|newer| newer.confidential) {
        return Ok(None);
    }
    let access = Access::of(portal, session).await?;
    Ok(Some(match access.sees_confidential() {
        true => Problem::MotifNowConfidential,
        false => Problem::MotifClosedToDraft,
    }))
}

/// Gives an unsent question the newest version of its motif, with its answers to the fields that are still asked. Does nothing
/// if it has it.
///
/// # Errors
/// As [`draft`](super::draft()); [`Problem::MotifClosedToDraft`] if the person may not use the newer version, which is
/// confidential.
pub async fn adopt_newer_motif(portal: &Portal, session: &Session, id: DraftId) -> Result<(), Error> {
    let owned = owned(portal, session, id).await?;
    let (Some(Json(motif)), Some(access)) = (owned.definition, owned.access) else {
        return Err(Error::NotFound);
    };
    let Some(newer) = newer_motif(portal, &motif) else { return Ok(()) };
    if newer.confidential && !access.sees_confidential() {
        return Err(Error::invalid("", Problem::MotifClosedToDraft));
    }
    let answers = form::non_secret_answers(&newer, &owned.answers.0);
    store::store_definition(portal, id, &newer, &answers, owned.revision).await
}
