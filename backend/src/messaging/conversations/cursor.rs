//! Position in a list of questions sorted by time, then by identifier.

use std::fmt;

use platform::db::Moment;

use crate::id::ConversationId;

/// Number of questions per page.
pub const PAGE: usize = 20;

/// The last question shown; the next page starts after it. Written `<microseconds>_<identifier>` in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: Moment,
    pub id: ConversationId,
}

impl Cursor {
    /// Before every question of a list sorted from the oldest.
    pub fn oldest() -> Self {
        Cursor { at: Moment::from_micros(i64::MIN), id: ConversationId::NIL }
    }

    /// Before every question of a list sorted from the latest.
    pub fn latest() -> Self {
        Cursor { at: Moment::from_micros(i64::MAX), id: ConversationId::MAX }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('_')?;
        Some(Cursor { at: Moment::from_micros(micros.parse().ok()?), id: id.parse().ok()? })
    }

    /// Cuts rows that were fetched up to [`PAGE`] + 1; returns the cursor of the next page if there is one.
    pub fn cut_page<R>(rows: &mut Vec<R>, cursor: impl Fn(&R) -> Cursor) -> Option<String> {
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        rows.last().filter(|_| has_more).map(|last| cursor(last).to_string())
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.at.micros(), self.id.simple())
    }
}
