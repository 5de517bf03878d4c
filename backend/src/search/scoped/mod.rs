//! Texts that only the readers of a scope find, such as questions: every word of a search must match, and the caller sorts.
//!
//! Their words are never suggested and never taken for others: both would show the words of texts that the person may not
//! read. Owns `search_scoped`.

mod search;
mod store;
mod text;

pub(crate) use search::{Searched, WALKED, Walked, found_by_postgres, found_by_sqlite};
pub(crate) use store::{delete, write};
pub(crate) use text::{Part, ScopedText};
