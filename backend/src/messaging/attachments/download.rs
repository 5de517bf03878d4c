//! Download of an attachment: requires the rights on its question, draft or case.

use domain::problem::Problem;
use sqlx::FromRow;

use platform::{Error, files::Content, on};

use super::{
    attachment::{Attachment, Scan, attachment_columns},
    store,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AttachmentId, CaseId, ConversationId, DocumentVersionId, DraftId, StaffId},
    messaging::{conversations, drafts},
};

/// A file to download. Must be served as an attachment, never displayed in the page.
pub struct Download {
    pub attachment: Attachment,
    pub content: Content,
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    attachment: Attachment,
    draft: Option<DraftId>,
    conversation: Option<ConversationId>,
}

const BY_ID: &str = concat!(
    "SELECT ",
    attachment_columns!(),
    ", a.draft, m.conversation FROM attachment a LEFT JOIN message m ON m.id = a.message WHERE a.id = $1"
);

const OF_VERSION: &str =
    concat!("SELECT ", attachment_columns!(), " FROM attachment a WHERE a.document_version = $1");

/// Opens a file of a question that the visitor may read, or of a draft of their own.
///
/// # Errors
/// [`Error::NotFound`] if it does not exist for this visitor; [`Error::Invalid`] if the scanner has not cleared it.
pub async fn open_attachment(
    portal: &Portal,
    session: &Session,
    id: AttachmentId,
) -> Result<Download, Error> {
    let row: Option<Row> = on!(portal.db, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?;
    let row = row.ok_or(Error::NotFound)?;
    let rights = match (row.conversation, row.draft) {
        (Some(conversation), _) => {
            conversations::find_readable(portal, session, conversation).await.map(drop)
        }
        (None, Some(draft)) => drafts::owned(portal, session, draft).await.map(drop),
        (None, None) => return Err(Error::NotFound),
    };
    // An explained refusal would reveal that the file exists.
    rights.map_err(|error| if matches!(error, Error::Refused(_)) { Error::NotFound } else { error })?;
    open(portal, row.attachment).await
}

/// Opens a file of a case that `adviser`, or its person, reads. The caller has checked the right on the case.
///
/// # Errors
/// As [`open_attachment`].
pub(crate) async fn open_case_file(
    portal: &Portal,
    case: CaseId,
    adviser: Option<StaffId>,
    id: AttachmentId,
) -> Result<Download, Error> {
    let readable = store::of_case(&portal.db, case, adviser).await?;
    let attachment = readable.into_iter().find(|file| file.id == id).ok_or(Error::NotFound)?;
    open(portal, attachment).await
}

/// Opens the file of a version of a document. The caller has checked the right to read it.
///
/// # Errors
/// As [`open_attachment`].
pub(crate) async fn open_version_file(
    portal: &Portal,
    version: DocumentVersionId,
) -> Result<Download, Error> {
    let attachment: Option<Attachment> =
        on!(portal.db, |c| sqlx::query_as(OF_VERSION).bind(version).fetch_optional(c).await)?;
    open(portal, attachment.ok_or(Error::NotFound)?).await
}

async fn open(portal: &Portal, attachment: Attachment) -> Result<Download, Error> {
    if !attachment.scan.allows_opening() {
        return Err(Error::invalid("", not_cleared(&attachment)));
    }
    let content = portal.files.open(&attachment.storage_key).await?;
    tracing::info!(attachment = %attachment.id, "attachment opened");
    Ok(Download { attachment, content })
}

fn not_cleared(attachment: &Attachment) -> Problem {
    let name = attachment.name.clone();
    match attachment.scan {
        Scan::Infected => Problem::FileInfected { name },
        _ => Problem::FileNotScanned { name },
    }
}
