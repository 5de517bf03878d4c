//! Opening an attachment: the same rights as the question or draft that it belongs to.

use domain::problem::Problem;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal,
    files::{Content, FileKey},
    on,
    session::Session,
};

use super::{
    attachments::{Attachment, Scan, columns},
    conversations, drafts,
};

/// A file about to be downloaded. To be served as an attachment, never shown in the page.
pub struct Download {
    pub attachment: Attachment,
    pub content: Content,
}

#[derive(FromRow)]
struct Found {
    #[sqlx(flatten)]
    attachment: Attachment,
    draft: Option<Uuid>,
    conversation: Option<Uuid>,
}

const BY_ID: &str = concat!(
    "SELECT ",
    columns!(),
    ", a.draft, m.conversation FROM attachment a LEFT JOIN message m ON m.id = a.message WHERE a.id = $1"
);

/// Opens a file of a question that the visitor may read, or of a draft of their own.
///
/// # Errors
/// [`Error::NotFound`] for what does not exist for this visitor; [`Error::Invalid`] when the scanner has not cleared it.
pub async fn open_attachment(portal: &Portal, session: &Session, id: Uuid) -> Result<Download, Error> {
    let found: Option<Found> = on!(portal.db, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?;
    let found = found.ok_or(Error::NotFound)?;
    let rights = match (found.conversation, found.draft) {
        (Some(conversation), _) => conversations::readable(portal, session, conversation).await.map(drop),
        (None, Some(draft)) => drafts::owned(portal, session, draft).await.map(drop),
        (None, None) => return Err(Error::NotFound),
    };
    // An explained refusal would tell that the file exists.
    rights.map_err(|error| if matches!(error, Error::Refused(_)) { Error::NotFound } else { error })?;
    let attachment = found.attachment;
    if !attachment.scan.opens() {
        return Err(Error::invalid("", not_open(&attachment)));
    }
    let content = portal.files.open(&attachment.storage_key).await?;
    tracing::info!(attachment = %id, "attachment opened");
    Ok(Download { attachment, content })
}

fn not_open(attachment: &Attachment) -> Problem {
    let name = attachment.name.clone();
    if attachment.scan == Scan::Infected {
        return Problem::FileInfected { name };
    }
    let sentence =
        format!("Le fichier «\u{a0}{name}\u{a0}» est en cours d’analyse. Réessayez dans quelques minutes.");
    Problem::Stated { sentence }
}

/// Does a row name this file? For the sweep of orphans.
pub async fn is_file_used(portal: &Portal, key: &FileKey) -> Result<bool, Error> {
    let found: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM attachment WHERE storage_key = $1")
            .bind(key)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}
