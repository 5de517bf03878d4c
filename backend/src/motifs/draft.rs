//! A motif as administrators see it: in use, being written, to be published.

use domain::{motif::Motif, rights::Action};
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use crate::{Portal, accounts::sessions::Session};

/// A motif with what administrators are doing to it.
#[derive(Clone, Debug)]
pub struct EditedMotif {
    /// Definition that questions are asked with now.
    pub current: Motif,
    pub draft: Option<MotifDraft>,
    pub planned: Option<Planned>,
}

/// The version that administrators are writing.
#[derive(Clone, Debug, FromRow)]
pub struct MotifDraft {
    /// With the number of the version that it was begun from.
    #[sqlx(json)]
    pub definition: Motif,
    /// Number of changes.
    pub revision: i64,
    /// Author of the last change.
    pub author: String,
    pub changed_at: Moment,
}

/// A version to be published at a date.
#[derive(Clone, Debug, FromRow)]
pub struct Planned {
    pub number: i64,
    pub author: String,
    pub note: String,
    pub published_at: Moment,
}

/// Returns a motif with its draft and its publication to come.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::NotFound`] for an unknown motif.
pub async fn edited_motif(portal: &Portal, session: &Session, id: &str) -> Result<EditedMotif, Error> {
    session.staff_allowed(&Action::SeeAdministration)?;
    let current = portal.motifs.current().find(id).cloned().ok_or(Error::NotFound)?;
    let (draft, planned) = (draft(portal, id).await?, planned(portal, id).await?);
    Ok(EditedMotif { current, draft, planned })
}

pub(super) async fn draft(portal: &Portal, id: &str) -> Result<Option<MotifDraft>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT definition, revision, author, changed_at FROM motif_draft WHERE motif = $1")
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

async fn planned(portal: &Portal, id: &str) -> Result<Option<Planned>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT number, author, note, published_at FROM motif_version WHERE motif = $1 AND published_at > $2
             ORDER BY number DESC LIMIT 1",
        )
        .bind(id)
        .bind(portal.clock.now())
        .fetch_optional(c)
        .await
    })?)
}
