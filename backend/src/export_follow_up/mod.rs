//! Follow-up of export declarations: the path of one, for anyone who knows its MRN; those of a company, for people with a
//! right on DELTA-G.
//!
//! Owns no table: everything comes from customs.

mod file;
mod find;
mod list;

pub use file::export_file;
pub use find::{FoundExport, find_export};
pub use list::{ExportPage, Exports, exports};
