//! Acknowledgement of reading, by version.

use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::{access::Reader, managed, read, store};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies,
    id::{DocumentId, DocumentVersionId},
};

/// Greatest number of acknowledgements in the list of a version.
const LISTED: i64 = 500;

/// Outcome of an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    Recorded,
    /// Another version was published meanwhile: the person has to read that one.
    Replaced,
}

/// Records that the person has read a version. Succeeds if they said so before.
///
/// # Errors
/// As [`document`](super::document); [`Error::NotFound`] if the document asks for none.
pub async fn acknowledge(
    portal: &Portal,
    session: &Session,
    document: DocumentId,
    version: DocumentVersionId,
) -> Result<Acknowledged, Error> {
    let reader = Reader::of(portal, session).await?;
    let found = read::find(portal, &reader, document).await?;
    if !found.asks_acknowledgement {
        return Err(Error::NotFound);
    }
    if found.version != version {
        return Ok(Acknowledged::Replaced);
    }
    let company = match reader.operator {
        Some((usager, siren)) => companies::company(portal, usager.account, siren).await?.raison_sociale,
        None => String::new(),
    };
    store::insert_acknowledgement(portal, version, &reader, &company).await?;
    Ok(Acknowledged::Recorded)
}

/// An acknowledgement, as managers see it.
#[derive(Clone, Debug, FromRow)]
pub struct Acknowledgement {
    pub reader_name: String,
    /// Empty for an agent.
    pub company: String,
    pub acknowledged_at: Moment,
}

/// Returns the last acknowledgements of a version of the document, the last first.
///
/// # Errors
/// As [`managed_document`](super::managed_document).
pub async fn acknowledgements(
    portal: &Portal,
    session: &Session,
    document: DocumentId,
    version: DocumentVersionId,
) -> Result<Vec<Acknowledgement>, Error> {
    managed::find(portal, session, document).await?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT k.reader_name, k.company, k.acknowledged_at
             FROM document_acknowledgement k JOIN document_version v ON v.id = k.version
             WHERE k.version = $1 AND v.document = $2 ORDER BY k.acknowledged_at DESC, k.reader LIMIT $3",
        )
        .bind(version)
        .bind(document)
        .bind(LISTED)
        .fetch_all(c)
        .await
    })?)
}
