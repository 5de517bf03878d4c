//! Rights on what files are added to, and its lock.

use domain::{motif::Motif, rights::Action};
use sqlx::types::Json;

use platform::{Error, db::Tx, on, on_tx, throttle};

use super::target::Target;

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{CaseId, DocumentId},
    messaging::drafts,
};

/// Checks that the visitor may add a file to this slot.
///
/// # Errors
/// [`Error::NotFound`] if the draft is not the visitor's, or without such a slot, and for a document of another service;
/// [`Error::Refused`] for a document if the visitor manages none.
pub async fn check(portal: &Portal, session: &Session, target: Target, slot: &str) -> Result<(), Error> {
    let exists = match target {
        Target::Case(..) => slot.is_empty(),
        Target::Document(document) => {
            require_manager(portal, session, document).await?;
            slot.is_empty()
        }
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

/// Requires a manager of the document.
async fn require_manager(portal: &Portal, session: &Session, document: DocumentId) -> Result<(), Error> {
    // First: the answer to those who manage no documents must not depend on whether this one exists.
    session.staff_allowed(&Action::ShareDocuments)?;
    let service: Option<String> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT f.service FROM shared_document d JOIN document_folder f ON f.id = d.folder
             WHERE d.id = $1 AND d.binned_at IS NULL",
        )
        .bind(document)
        .fetch_optional(c)
        .await
    })?;
    let service = service.ok_or(Error::NotFound)?;
    session.staff_allowed(&Action::ManageDocuments { service: &service }).map(drop)
}

/// Locks the target until the end of the transaction, so that its files cannot change.
///
/// # Errors
/// [`Error::NotFound`] if the draft was sent or deleted, or the case or the document deleted.
pub async fn lock(tx: &mut Tx, portal: &Portal, target: Target) -> Result<(), Error> {
    let now = portal.clock.now();
    match target {
        Target::Draft(draft) => drafts::lock(tx, draft, now).await,
        Target::Case(case, _) => {
            // The row of the case belongs to a higher context.
            throttle::lock(tx, &format!("fichiers-dossier:{case}"), now).await?;
            require_case(tx, case).await
        }
        Target::Document(document) => {
            throttle::lock(tx, &format!("fichiers-document:{document}"), now).await?;
            require_document(tx, document).await
        }
    }
}

async fn require_case(tx: &mut Tx, case: CaseId) -> Result<(), Error> {
    let found: Option<CaseId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM support_case WHERE id = $1").bind(case).fetch_optional(c).await
    })?;
    found.map(drop).ok_or(Error::NotFound)
}

async fn require_document(tx: &mut Tx, document: DocumentId) -> Result<(), Error> {
    let found: Option<DocumentId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM shared_document WHERE id = $1 AND binned_at IS NULL")
            .bind(document)
            .fetch_optional(c)
            .await
    })?;
    found.map(drop).ok_or(Error::NotFound)
}
