//! Shared documents (001; mission §6): who reads them, from when until when, and the forms of their managers.

mod circle;
mod forms;
mod validity;

pub use circle::{Circle, CircleKind};
pub use forms::{
    DocumentSettings, FolderSettings, document, document_answers, folder, read_document, read_folder, version,
};
pub use validity::{Availability, Validity};
