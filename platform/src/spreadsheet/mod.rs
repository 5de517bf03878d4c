//! Tables as files for spreadsheet programs: CSV as Excel reads it in French, and XLSX.
//!
//! A file is written while it is sent, in pieces of bounded size, whatever its number of rows. No text of a person or of a
//! co-owner becomes a formula. See `docs/adr/0036`.

mod cell;
mod csv;
mod pieces;
mod sheet;
mod xlsx;
mod xml;

pub use cell::Cell;
pub use pieces::{Pieces, write};
pub use sheet::{Column, Format, Rows, Sheet};
