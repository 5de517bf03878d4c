//! Position in the list of readable documents, sorted by publication, then by identifier.

use std::fmt;

use platform::db::Moment;

use crate::id::DocumentId;

/// Number of documents on a page.
pub const PAGE: usize = 20;
/// Number of rows to read: one more than a page, to know whether there is a next one.
pub const ROWS: i64 = PAGE as i64 + 1;

/// The last document shown. Written `<microseconds>_<identifier>` in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: Moment,
    pub id: DocumentId,
}

impl Cursor {
    /// Before every document.
    pub fn latest() -> Self {
        Cursor { at: Moment::from_micros(i64::MAX), id: DocumentId::MAX }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('_')?;
        Some(Cursor { at: Moment::from_micros(micros.parse().ok()?), id: id.parse().ok()? })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.at.micros(), self.id.simple())
    }
}

/// Cuts rows that were read up to [`ROWS`]. Returns the position of the last one if there is a next page.
pub fn cut_page<R>(rows: &mut Vec<R>, position: impl Fn(&R) -> String) -> Option<String> {
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    rows.last().filter(|_| has_more).map(position)
}
