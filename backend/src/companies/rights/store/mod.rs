//! Writes the rights reported by the co-owners.
//!
//! Owns `habilitation`, `entreprise` and `etablissement`.

mod change;
mod current;
mod insert;
mod replace;

pub(super) use change::change_rights;
pub(crate) use current::current_rights;
pub(crate) use replace::replace_rights;
pub(super) use replace::withdraw_all;
