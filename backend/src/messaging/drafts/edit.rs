//! Pages on which a draft is typed.

use std::{fmt, str::FromStr};

use crate::id::RevisionId;

/// A page on which a draft is typed: the revision that it shows, and the one that it writes.
///
/// Its answers are stored if the draft still has one of the two. Two pages of one draft therefore never replace each
/// other's answers unseen. Written `<shown>.<own>` in a hidden field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    pub shown: RevisionId,
    pub own: RevisionId,
}

impl Edit {
    /// Name of the hidden field.
    pub const FIELD: &str = "revision";

    /// Creates the edit of a page that shows this revision of the draft.
    pub fn of(shown: RevisionId) -> Self {
        Edit { shown, own: RevisionId::generate() }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.shown.simple(), self.own.simple())
    }
}

/// The field is missing or malformed.
#[derive(Debug)]
pub struct NotAnEdit;

impl FromStr for Edit {
    type Err = NotAnEdit;

    fn from_str(text: &str) -> Result<Self, NotAnEdit> {
        let (shown, own) = text.split_once('.').ok_or(NotAnEdit)?;
        let revision = |text: &str| text.parse().map_err(|_| NotAnEdit);
        Ok(Edit { shown: revision(shown)?, own: revision(own)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_field_is_read_as_written() {
        let edit = Edit::of(RevisionId::generate());
        assert_eq!(edit.to_string().parse::<Edit>().ok(), Some(edit));
        for text in ["", ".", "1.2", "revision"] {
            assert!(text.parse::<Edit>().is_err(), "{text}");
        }
    }
}
