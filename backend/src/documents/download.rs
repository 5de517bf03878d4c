//! Download of a version. Rights are decided at each request, so that a link ends with the right.

use domain::rights::Action;
use platform::{Error, on};

use super::{access::Reader, managed, read};
use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    id::{DocumentId, DocumentVersionId},
    messaging::{self, Download},
    staff::{self, ActKind, Author, Change},
};

/// Target of a link to a version.
pub enum OpenedVersion {
    File(Box<Download>),
    /// The version is replaced: readers get the page of the document, which has the current one.
    Replaced(DocumentId),
}

/// Opens the file of a version, for those who read the document and for its managers. Each download by a member of the staff is
/// recorded in the audit trail.
///
/// # Errors
/// [`Error::NotFound`] for a version that the visitor may not open.
pub async fn open_version(
    portal: &Portal,
    session: &Session,
    version: DocumentVersionId,
) -> Result<OpenedVersion, Error> {
    let found: Option<(DocumentId, i32)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT document, number FROM document_version WHERE id = $1")
            .bind(version)
            .fetch_optional(c)
            .await
    })?;
    let (document, number) = found.ok_or(Error::NotFound)?;
    // An explained refusal would reveal that the document exists.
    let hide = |error: Error| if matches!(error, Error::Refused(_)) { Error::NotFound } else { error };
    let title = match managed_title(portal, session, document).await? {
        Some(title) => title,
        None => {
            let reader = Reader::of(portal, session).await.map_err(hide)?;
            let readable = read::find(portal, &reader, document).await?;
            if readable.version != version {
                return Ok(OpenedVersion::Replaced(document));
            }
            readable.title
        }
    };
    let download = messaging::open_version_file(portal, version).await?;
    record_read(portal, session, &title, number).await?;
    Ok(OpenedVersion::File(Box::new(download)))
}

/// Title of a document that the visitor manages.
async fn managed_title(
    portal: &Portal,
    session: &Session,
    document: DocumentId,
) -> Result<Option<String>, Error> {
    if session.staff_allowed(&Action::ShareDocuments).is_err() {
        return Ok(None);
    }
    match managed::find(portal, session, document).await {
        Ok((found, _)) => Ok(Some(found.title)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Records a download by a member of the staff.
async fn record_read(portal: &Portal, session: &Session, title: &str, number: i32) -> Result<(), Error> {
    let Visitor::Staff(member) = &session.visitor else { return Ok(()) };
    let mut tx = portal.db.begin().await?;
    let read: Vec<_> = Change::of("Version", "", &number.to_string()).into_iter().collect();
    let (author, kind) = (Author::Member(member), ActKind::DocumentRead);
    staff::record(&mut tx, portal.clock.now(), &author, kind, title, &read).await?;
    Ok(tx.commit().await?)
}
