//! Attachments: rows that belong to a draft until it is sent, to its message ever after.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Db, Moment, Tx},
    files::FileKey,
    on, on_tx,
    session::Session,
};

use super::drafts;

/// What the scanner said of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// There is no scanner: agents are told so.
    None,
    /// The scanner has not answered yet: the file cannot be opened.
    Pending,
    Clean,
    /// Never opened by anyone.
    Infected,
}

impl Scan {
    pub const fn code(self) -> &'static str {
        match self {
            Scan::None => "sans",
            Scan::Pending => "en_attente",
            Scan::Clean => "sain",
            Scan::Infected => "infecte",
        }
    }

    /// A file may be opened when it was found clean, or when nothing looks at files here.
    pub const fn opens(self) -> bool {
        matches!(self, Scan::None | Scan::Clean)
    }
}

/// A code that this program did not write.
#[derive(Debug, thiserror::Error)]
#[error("unknown code {0:?}")]
pub struct UnknownCode(pub String);

impl TryFrom<String> for Scan {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        [Scan::None, Scan::Pending, Scan::Clean, Scan::Infected]
            .into_iter()
            .find(|scan| scan.code() == code)
            .ok_or(UnknownCode(code))
    }
}

#[derive(Clone, Debug, FromRow)]
pub struct Attachment {
    pub id: Uuid,
    /// The motif's file field it answers; empty for the other documents.
    pub slot: String,
    pub name: String,
    /// In bytes.
    pub size: i64,
    #[sqlx(try_from = "Vec<u8>")]
    pub sha256: Sha256Hex,
    pub media_type: String,
    #[sqlx(try_from = "String")]
    pub scan: Scan,
    pub created_at: Moment,
    pub message: Option<Uuid>,
    pub(crate) storage_key: FileKey,
}

/// The fingerprint of a file, as 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sha256Hex(String);

impl Sha256Hex {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Vec<u8>> for Sha256Hex {
    fn from(bytes: Vec<u8>) -> Self {
        Sha256Hex(hex::encode(bytes))
    }
}

macro_rules! columns {
    () => {
        "a.id, a.slot, a.name, a.size, a.sha256, a.media_type, a.scan, a.created_at, a.message, a.storage_key"
    };
}
pub(crate) use columns;

const OF_DRAFT: &str =
    concat!("SELECT ", columns!(), " FROM attachment a WHERE a.draft = $1 ORDER BY a.created_at, a.id");

const OF_CONVERSATION: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM attachment a JOIN message m ON m.id = a.message WHERE m.conversation = $1 ORDER BY a.created_at, a.id"
);

pub(crate) async fn of_draft(db: &Db, draft: Uuid) -> Result<Vec<Attachment>, Error> {
    Ok(on!(db, |c| sqlx::query_as(OF_DRAFT).bind(draft).fetch_all(c).await)?)
}

pub(crate) async fn of_draft_in(tx: &mut Tx, draft: Uuid) -> Result<Vec<Attachment>, Error> {
    Ok(on_tx!(tx, |c| sqlx::query_as(OF_DRAFT).bind(draft).fetch_all(c).await)?)
}

/// Every file of a conversation; each names its message.
pub(crate) async fn of_conversation(db: &Db, conversation: Uuid) -> Result<Vec<Attachment>, Error> {
    Ok(on!(db, |c| sqlx::query_as(OF_CONVERSATION).bind(conversation).fetch_all(c).await)?)
}

/// Takes a file out of a draft of one's own; removing what is already gone succeeds.
///
/// # Errors
/// [`Error::NotFound`] when the draft is not the person's.
pub async fn remove(portal: &Portal, session: &Session, draft: Uuid, attachment: Uuid) -> Result<(), Error> {
    drafts::owned(portal, session, draft).await?;
    let key: Option<FileKey> = change!(portal.db, |c| {
        sqlx::query_scalar("DELETE FROM attachment WHERE id = $1 AND draft = $2 RETURNING storage_key")
            .bind(attachment)
            .bind(draft)
            .fetch_optional(c)
            .await
    })?;
    if let Some(key) = key {
        discard(portal, &key).await;
    }
    Ok(())
}

/// Deletes the bytes of a file that no row names any more. A failure leaves an orphan, which the sweep finds.
pub(crate) async fn discard(portal: &Portal, key: &FileKey) {
    if let Err(error) = portal.files.delete(key).await {
        tracing::warn!(%error, %key, "a file could not be deleted");
    }
}

/// Moves the files of a draft to the message it became.
pub(crate) async fn attach(tx: &mut Tx, draft: Uuid, message: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE attachment SET message = $1, draft = NULL WHERE draft = $2")
            .bind(message)
            .bind(draft)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
