//! Writes the rights reported by the co-owners.
//!
//! Owns `habilitation`, `entreprise` and `etablissement`. Rows are inserted by the thousand: far below the number of
//! values that SQLite (32 766) and PostgreSQL (65 535) accept in one statement.

mod change;
mod current;
mod insert;
mod replace;

pub(super) use change::change_rights;
pub(crate) use current::current_rights;
pub(crate) use replace::replace_rights;
pub(super) use replace::withdraw_all;
