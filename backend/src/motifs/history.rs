//! Versions of a motif, with what each changes.

use domain::{
    motif::{
        Catalogue, Motif,
        editing::{Difference, differences},
    },
    rights::Action,
};
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::draft::edited_motif;
use crate::{Portal, accounts::sessions::Session};

/// A version in the history of its motif.
#[derive(Clone, Debug, FromRow)]
pub struct MotifVersionRow {
    pub number: i64,
    /// Empty for a shipped definition.
    pub author: String,
    pub note: String,
    pub created_at: Moment,
    pub published_at: Moment,
}

/// A version with its definition.
#[derive(Clone, Debug, FromRow)]
pub struct MotifVersion {
    #[sqlx(json)]
    pub definition: Motif,
    pub note: String,
}

/// A definition as operators would fill it in.
#[derive(Clone, Debug)]
pub struct PreviewedMotif {
    pub definition: Motif,
    /// Number of the version that it is compared with; `None` for the first one.
    pub compared_with: Option<i64>,
    pub differences: Vec<Difference>,
}

/// Returns the versions of a motif, the last one first. A shipped definition that no version follows is not among them.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right.
pub async fn history(portal: &Portal, session: &Session, id: &str) -> Result<Vec<MotifVersionRow>, Error> {
    session.staff_allowed(&Action::SeeAdministration)?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT number, author, note, created_at, published_at FROM motif_version WHERE motif = $1
             ORDER BY number DESC",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?)
}

/// Returns a version, stored or shipped.
///
/// # Errors
/// As [`history`]; [`Error::NotFound`] for an unknown motif or version.
pub(super) async fn version(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: i64,
) -> Result<MotifVersion, Error> {
    session.staff_allowed(&Action::SeeAdministration)?;
    let stored = on!(portal.db, |c| {
        sqlx::query_as("SELECT definition, note FROM motif_version WHERE motif = $1 AND number = $2")
            .bind(id)
            .bind(number)
            .fetch_optional(c)
            .await
    })?;
    stored.or_else(|| shipped(id, number)).ok_or(Error::NotFound)
}

fn shipped(id: &str, number: i64) -> Option<MotifVersion> {
    let definition =
        Catalogue::shipped().find(id).filter(|motif| i64::from(motif.version) == number)?.clone();
    Some(MotifVersion { definition, note: String::new() })
}

/// Returns a version, compared with the one before it; without a number, the draft compared with the version in use.
///
/// # Errors
/// As [`version`]; [`Error::NotFound`] without a draft.
pub async fn preview(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: Option<i64>,
) -> Result<PreviewedMotif, Error> {
    let edited = edited_motif(portal, session, id).await?;
    let (definition, before) = match number {
        Some(number) => {
            let definition = version(portal, session, id, number).await?.definition;
            (definition, before(portal, session, id, number).await?)
        }
        None => (edited.draft.ok_or(Error::NotFound)?.definition, Some(edited.current)),
    };
    let differences = before.as_ref().map(|before| differences(before, &definition)).unwrap_or_default();
    let compared_with = before.map(|before| i64::from(before.version));
    Ok(PreviewedMotif { definition, compared_with, differences })
}

/// Returns the version before this one.
async fn before(portal: &Portal, session: &Session, id: &str, number: i64) -> Result<Option<Motif>, Error> {
    let versions = history(portal, session, id).await?;
    let Some(row) = versions.iter().find(|row| row.number < number) else { return Ok(None) };
    Ok(Some(version(portal, session, id, row.number).await?.definition))
}
