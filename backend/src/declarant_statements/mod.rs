//! États déclarants of a company, for people with a right on one of the téléservices, as far as their rights go.
//!
//! Owns no table: everything comes from customs.

mod file;
mod read;

pub use file::statements_file;
pub use read::{Statements, current_month, statements};
