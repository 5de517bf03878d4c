use domain::attachment::{numbered_name, same_name_ranks};
use sqlx::FromRow;

use crate::id::{AttachmentId, MessageId, RowId};
use platform::{db::Moment, error::UnknownCode, files::FileKey};

/// Result of the antivirus scan of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// No scanner is configured; the page warns agents.
    None,
    /// The scanner has not answered yet: the file cannot be opened.
    Pending,
    Clean,
    /// Cannot be opened by anyone.
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

    /// Returns `true` if the file was found clean, or if no scanner is configured.
    pub const fn allows_opening(self) -> bool {
        matches!(self, Scan::None | Scan::Clean)
    }
}

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
    pub id: AttachmentId,
    /// Name of the motif's file field; empty for the other documents.
    pub slot: String,
    pub name: String,
    /// Size in bytes.
    pub size: i64,
    #[sqlx(try_from = "Vec<u8>")]
    pub sha256: Sha256Hex,
    pub media_type: String,
    #[sqlx(try_from = "String")]
    pub scan: Scan,
    pub created_at: Moment,
    pub message: Option<MessageId>,
    /// Message of a case of the assistance; `None` until it is sent.
    #[sqlx(rename = "support_entry")]
    pub entry: Option<RowId>,
    /// Rank among the files of the same name in its draft or message, from 1; 0 if it was read alone.
    #[sqlx(skip)]
    pub rank: usize,
    pub(crate) storage_key: FileKey,
}

impl Attachment {
    /// Returns the name as shown in a list, numbered if several files have it.
    pub fn shown_name(&self) -> String {
        numbered_name(&self.name, self.rank)
    }
}

/// Sets the ranks of the files of a list, which is in the order of the pages.
pub fn rank(mut files: Vec<Attachment>) -> Vec<Attachment> {
    let names: Vec<_> = files.iter().map(|file| (file.message, file.entry, file.name.as_str())).collect();
    let ranks = same_name_ranks(&names);
    for (file, rank) in files.iter_mut().zip(ranks) {
        file.rank = rank;
    }
    files
}

/// SHA-256 of a file, as 64 hexadecimal digits.
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

macro_rules! attachment_columns {
    () => {
        "a.id, a.slot, a.name, a.size, a.sha256, a.media_type, a.scan, a.created_at, a.message, a.support_entry,
         a.storage_key"
    };
}
pub(crate) use attachment_columns;
