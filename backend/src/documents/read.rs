//! Documents as those who read them see them: operators by company, agents by service.

use domain::{documents::Circle, form::parse_date};
use jiff::civil::Date;
use platform::{
    Error, contains_words,
    db::{Moment, SearchedWords},
    on,
};
use sqlx::FromRow;

use super::{
    access::Reader,
    cursor::{Cursor, PAGE, ROWS, cut_page},
    folder::StoredCircle,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{DocumentId, DocumentVersionId, PersonId},
    messaging::Sha256Hex,
};

/// A document that the person reads, with its current version.
#[derive(Clone, Debug, FromRow)]
pub struct ReadableDocument {
    pub id: DocumentId,
    pub title: String,
    pub version: DocumentVersionId,
    /// Number of the version.
    pub number: i32,
    pub published_at: Moment,
    /// Note of the manager about the change.
    pub note: String,
    /// Service of the author of the version.
    pub service_name: String,
    /// Title of the folder.
    pub folder: String,
    #[sqlx(try_from = "String")]
    circle: StoredCircle,
    circle_service: String,
    valid_until: String,
    pub asks_acknowledgement: bool,
    /// When the person acknowledged the version.
    pub acknowledged_at: Option<Moment>,
    pub file_name: String,
    /// In bytes.
    pub size: i64,
    #[sqlx(try_from = "Vec<u8>")]
    pub sha256: Sha256Hex,
}

impl ReadableDocument {
    pub fn circle(&self) -> &Circle {
        &self.circle.0
    }

    /// Tells the person why they read it.
    pub fn reason(&self) -> String {
        self.circle().reason(&self.circle_service)
    }

    /// The circle in a few words.
    pub fn circle_label(&self) -> String {
        self.circle().label(&self.circle_service)
    }

    /// Last day on which they see it.
    pub fn until(&self) -> Option<Date> {
        parse_date(&self.valid_until)
    }

    /// Returns `true` if the person is asked to acknowledge the version, and has not.
    pub fn awaits_acknowledgement(&self) -> bool {
        self.asks_acknowledgement && self.acknowledged_at.is_none()
    }
}

/// Published documents that are neither archived nor in the bin, on day `$2`, with what reader `$1` has acknowledged.
macro_rules! select_readable {
    ($condition:expr) => {
        concat!(
            "SELECT d.id, d.title, v.id AS version, v.number, v.published_at, v.note, s.name AS service_name,
                    f.title AS folder, f.circle, COALESCE(g.name, '') AS circle_service, d.valid_until,
                    d.asks_acknowledgement, k.acknowledged_at, a.name AS file_name, a.size, a.sha256
             FROM document_folder f JOIN shared_document d ON d.folder = f.id
             JOIN document_version v ON v.document = d.id AND v.number = d.version
             JOIN service s ON s.code = v.service
             JOIN attachment a ON a.document_version = v.id
             LEFT JOIN service g ON f.circle = 'service:' || g.code
             LEFT JOIN document_acknowledgement k ON k.version = v.id AND k.reader = $1
             WHERE d.archived_at IS NULL AND d.binned_at IS NULL AND d.valid_from <= $2
               AND (d.valid_until = '' OR d.valid_until >= $2) AND ",
            $condition
        )
    };
}

/// Number of circles of one statement: an operator has at most that many, the company and the téléservices of customs.
const CIRCLES: usize = 12;

const LIST: &str = select_readable!(concat!(
    "f.circle IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AND (d.published_at, d.id) < ($15, $16) AND ",
    contains_words!("d.search", "$17", "$18", "$19", "$20", "$21", "$22"),
    " ORDER BY d.published_at DESC, d.id DESC LIMIT $23"
));

/// Selection of the documents to list.
#[derive(Clone, Debug, Default)]
pub struct DocumentFilter {
    /// Words of the title, see [`domain::search`].
    pub search: String,
    /// [`DocumentList::next`] of the previous page.
    pub after: Option<String>,
}

/// One page of documents.
#[derive(Clone, Debug)]
pub struct DocumentList {
    /// Those last published first.
    pub documents: Vec<ReadableDocument>,
    /// [`DocumentFilter::after`] of the next page.
    pub next: Option<String>,
}

/// Returns the documents that the person reads: an operator for the current company, an agent for their services.
///
/// # Errors
/// [`Error::NotFound`] for other visitors; [`Error::Refused`] without the right to see documents.
pub async fn documents(
    portal: &Portal,
    session: &Session,
    filter: &DocumentFilter,
) -> Result<DocumentList, Error> {
    let reader = Reader::of(portal, session).await?;
    let mut documents = Vec::new();
    for circles in reader.circles.chunks(CIRCLES) {
        documents.extend(of_circles(portal, reader.id, circles, filter).await?);
    }
    documents.sort_by_key(|one| std::cmp::Reverse((one.published_at, one.id)));
    let next = cut_page(&mut documents, |last| Cursor { at: last.published_at, id: last.id }.to_string());
    debug_assert!(documents.len() <= PAGE);
    Ok(DocumentList { documents, next })
}

async fn of_circles(
    portal: &Portal,
    reader: PersonId,
    circles: &[Circle],
    filter: &DocumentFilter,
) -> Result<Vec<ReadableDocument>, Error> {
    let before = filter.after.as_deref().and_then(Cursor::parse).unwrap_or(Cursor::latest());
    let words = SearchedWords::read(&filter.search);
    let today = portal.clock.now().day().to_string();
    let codes: [String; CIRCLES] =
        std::array::from_fn(|rank| circles.get(rank).map(Circle::code).unwrap_or_default());
    Ok(on!(portal.db, |c| {
        let select = sqlx::query_as(LIST).bind(reader).bind(&today);
        let select = codes.iter().fold(select, |select, code| select.bind(code));
        let select = select.bind(before.at).bind(before.id);
        let select = words.patterns().iter().fold(select, |select, word| select.bind(word));
        select.bind(ROWS).fetch_all(c).await
    })?)
}

/// Returns a document that the person reads.
///
/// # Errors
/// As [`documents`]; [`Error::NotFound`] for one that is not shared with them now.
pub async fn document(portal: &Portal, session: &Session, id: DocumentId) -> Result<ReadableDocument, Error> {
    let reader = Reader::of(portal, session).await?;
    find(portal, &reader, id).await
}

pub(super) async fn find(
    portal: &Portal,
    reader: &Reader<'_>,
    id: DocumentId,
) -> Result<ReadableDocument, Error> {
    let found: Option<ReadableDocument> = on!(portal.db, |c| {
        sqlx::query_as(select_readable!("d.id = $3"))
            .bind(reader.id)
            .bind(portal.clock.now().day().to_string())
            .bind(id)
            .fetch_optional(c)
            .await
    })?;
    found.filter(|found| reader.reads(&found.circle().code())).ok_or(Error::NotFound)
}

/// A version that another one has replaced, without its file.
#[derive(Clone, Debug, FromRow)]
pub struct VersionNote {
    pub number: i32,
    pub published_at: Moment,
    pub note: String,
    pub service_name: String,
}

/// Returns the versions before the current one, the last first.
pub async fn earlier_versions(
    portal: &Portal,
    document: &ReadableDocument,
) -> Result<Vec<VersionNote>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT v.number, v.published_at, v.note, s.name AS service_name
             FROM document_version v JOIN service s ON s.code = v.service
             WHERE v.document = $1 AND v.number < $2 ORDER BY v.number DESC",
        )
        .bind(document.id)
        .bind(document.number)
        .fetch_all(c)
        .await
    })?)
}
