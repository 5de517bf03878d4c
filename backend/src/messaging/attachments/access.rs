//! Rights on what files are added to, and its lock.

use domain::motif::Motif;
use sqlx::types::Json;

use platform::{Error, db::Tx, on_tx, throttle};

use super::target::Target;

use crate::{Portal, accounts::sessions::Session, id::CaseId, messaging::drafts};

/// Checks that the visitor may add a file to this slot.
///
/// # Errors
/// [`Error::NotFound`] if the draft is not the visitor's, or without such a slot.
pub async fn check(portal: &Portal, session: &Session, target: Target, slot: &str) -> Result<(), Error> {
    let exists = match target {
        Target::Case(..) => slot.is_empty(),
        Target::Draft(draft) => {
            let owned = drafts::owned(portal, session, draft).await?;
            let motif = owned.definition.as_ref();
            let has_slot =
                |Json(motif): &Json<Motif>| motif.form.file_slots().any(|field| field.name == slot);
            slot.is_empty() || motif.is_some_and(has_slot)
        }
    };
    if exists { Ok(()) } else { Err(Error::NotFound) }
}

/// Locks the target until the end of the transaction, so that its files cannot change.
///
/// # Errors
/// [`Error::NotFound`] if the draft was sent or deleted, or the case deleted.
pub async fn lock(tx: &mut Tx, portal: &Portal, target: Target) -> Result<(), Error> {
    let now = portal.clock.now();
    match target {
        Target::Draft(draft) => drafts::lock(tx, draft, now).await,
        Target::Case(case, _) => {
            // The row of the case belongs to a higher context.
            throttle::lock(tx, &format!("fichiers-dossier:{case}"), now).await?;
            require_case(tx, case).await
        }
    }
}

async fn require_case(tx: &mut Tx, case: CaseId) -> Result<(), Error> {
    let found: Option<CaseId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM support_case WHERE id = $1").bind(case).fetch_optional(c).await
    })?;
    found.map(drop).ok_or(Error::NotFound)
}
