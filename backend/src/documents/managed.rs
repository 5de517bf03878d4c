//! Documents as their managers see them.

use domain::{
    documents::{Availability, DocumentSettings, Validity},
    form::parse_date,
    rights::Action,
};
use jiff::civil::Date;
use platform::{Error, db::Moment, on};
use sqlx::FromRow;

use super::{
    access::manager,
    cursor::{ROWS, cut_page},
    folder::{self, Folder},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{DocumentFolderId, DocumentId, DocumentVersionId},
    messaging::{self, Attachment, Sha256Hex, Target},
};

/// A document in its folder.
#[derive(Clone, Debug, FromRow)]
pub struct FolderDocument {
    pub id: DocumentId,
    folder: DocumentFolderId,
    pub title: String,
    valid_from: String,
    valid_until: String,
    asks_acknowledgement: bool,
    /// Number of the current version; 0 before the first.
    pub version: i32,
    pub published_at: Option<Moment>,
    archived_at: Option<Moment>,
    binned_at: Option<Moment>,
}

impl FolderDocument {
    pub fn settings(&self) -> DocumentSettings {
        DocumentSettings {
            title: self.title.clone(),
            validity: self.validity(),
            asks_acknowledgement: self.asks_acknowledgement,
        }
    }

    pub fn validity(&self) -> Validity {
        Validity { from: parse_date(&self.valid_from), until: parse_date(&self.valid_until) }
    }

    /// Whether its readers see it on a day, in Paris.
    pub fn availability(&self, day: Date) -> Availability {
        if self.binned_at.is_some() {
            Availability::Binned
        } else if self.archived_at.is_some() {
            Availability::Archived
        } else if self.version == 0 {
            Availability::Unpublished
        } else {
            self.validity().on(day)
        }
    }
}

macro_rules! select_documents {
    ($end:literal) => {
        concat!(
            "SELECT id, folder, title, valid_from, valid_until, asks_acknowledgement, version, published_at, archived_at,
                    binned_at FROM shared_document ",
            $end
        )
    };
}

/// A page of a folder.
#[derive(Clone, Debug)]
pub struct FolderPage {
    pub folder: Folder,
    /// Those last created first.
    pub documents: Vec<FolderDocument>,
    /// Position of the next page.
    pub next: Option<String>,
}

/// Returns a page of a folder, after a position.
///
/// # Errors
/// As [`folder::folder`].
pub async fn folder_page(
    portal: &Portal,
    session: &Session,
    id: DocumentFolderId,
    after: Option<DocumentId>,
) -> Result<FolderPage, Error> {
    let folder = folder::folder(portal, session, id).await?;
    let mut documents: Vec<FolderDocument> = on!(portal.db, |c| {
        sqlx::query_as(select_documents!("WHERE folder = $1 AND id < $2 ORDER BY id DESC LIMIT $3"))
            .bind(id)
            .bind(after.unwrap_or(DocumentId::MAX))
            .bind(ROWS)
            .fetch_all(c)
            .await
    })?;
    let next = cut_page(&mut documents, |last| last.id.to_string());
    Ok(FolderPage { folder, documents, next })
}

/// A published version.
#[derive(Clone, Debug, FromRow)]
pub struct DocumentVersion {
    pub id: DocumentVersionId,
    pub number: i32,
    pub service_name: String,
    pub author_name: String,
    pub note: String,
    pub published_at: Moment,
    pub file_name: String,
    /// In bytes.
    pub size: i64,
    #[sqlx(try_from = "Vec<u8>")]
    pub sha256: Sha256Hex,
    /// Number of readers who have acknowledged it.
    pub acknowledged: i64,
}

/// A document with its folder and its versions.
#[derive(Clone, Debug)]
pub struct ManagedDocument {
    pub document: FolderDocument,
    pub folder: Folder,
    /// The current one first.
    pub versions: Vec<DocumentVersion>,
    /// File of the next version.
    pub file: Option<Attachment>,
}

/// Returns a document.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor manages no documents; [`Error::NotFound`] for an unknown one or one of
/// another service.
pub async fn managed_document(
    portal: &Portal,
    session: &Session,
    id: DocumentId,
) -> Result<ManagedDocument, Error> {
    let (document, folder) = find(portal, session, id).await?;
    let versions = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT v.id, v.number, s.name AS service_name, v.author_name, v.note, v.published_at, a.name AS file_name,
                    a.size, a.sha256,
                    (SELECT COUNT(*) FROM document_acknowledgement k WHERE k.version = v.id) AS acknowledged
             FROM document_version v JOIN service s ON s.code = v.service JOIN attachment a ON a.document_version = v.id
             WHERE v.document = $1 ORDER BY v.number DESC",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?;
    let file = messaging::unsent_files(&portal.db, Target::Document(id)).await?.into_iter().next();
    Ok(ManagedDocument { document, folder, versions, file })
}

/// Returns a document that the visitor manages, with its folder.
pub(super) async fn find(
    portal: &Portal,
    session: &Session,
    id: DocumentId,
) -> Result<(FolderDocument, Folder), Error> {
    session.staff_allowed(&Action::ShareDocuments)?;
    let found: Option<FolderDocument> = on!(portal.db, |c| {
        sqlx::query_as(select_documents!("WHERE id = $1")).bind(id).fetch_optional(c).await
    })?;
    let found = found.ok_or(Error::NotFound)?;
    let folder = folder::find(portal, found.folder).await?;
    manager(session, &folder.service)?;
    Ok((found, folder))
}
