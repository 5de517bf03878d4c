//! Writes to the tables of documents.

mod acknowledgement;
mod document;
mod version;

pub use acknowledgement::{insert as insert_acknowledgement, sign as sign_acknowledgements};
pub use document::{
    delete as delete_document, insert as insert_document, is_binned, mark_reminded, next_version, set_state,
    update,
};
pub use version::{delete_of as delete_versions, insert as insert_version};
