use jiff::{Timestamp, tz::TimeZone};
use krilla::metadata::DateTime;

use super::render;

/// A document in French, as a list of blocks.
#[derive(Clone, Debug)]
pub struct Document {
    pub title: String,
    /// Body responsible for the document.
    pub author: String,
    pub created_at: Timestamp,
    pub blocks: Vec<Block>,
    pub attachments: Vec<Attachment>,
}

/// Part of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// Heading; the title of the document comes first and is the only one of level 1.
    Heading(String),
    /// Paragraph; a line end starts a new line.
    Paragraph(String),
    /// List of terms, each with the lines that it is about.
    Terms(Vec<(String, String)>),
}

/// A file in the document.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub name: String,
    pub media_type: &'static str,
    pub description: String,
    pub bytes: Vec<u8>,
}

impl Document {
    /// Returns the file. Characters that the font does not have are replaced: put the exact text in an attachment.
    ///
    /// # Errors
    /// If the document would not conform to PDF/A-3 and PDF/UA-1.
    pub fn to_pdf(&self) -> anyhow::Result<Vec<u8>> {
        render::render(self)
    }

    /// Returns the date as the format has it, in UTC.
    pub(super) fn date(&self) -> DateTime {
        let at = self.created_at.to_zoned(TimeZone::UTC);
        let unsigned = |part: i8| part.unsigned_abs();
        DateTime::new(at.year().unsigned_abs())
            .month(unsigned(at.month()))
            .day(unsigned(at.day()))
            .hour(unsigned(at.hour()))
            .minute(unsigned(at.minute()))
            .second(unsigned(at.second()))
            .utc_offset_hour(0)
            .utc_offset_minute(0)
    }
}
