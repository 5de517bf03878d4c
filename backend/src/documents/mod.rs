//! Documents that customs services share (001; mission §6): folders of document managers, versions, those who read them.
//!
//! A folder belongs to one service and one circle ([`domain::documents::Circle`]): circles are the only grantees. Files go through
//! the engine of [`crate::messaging`]. Owns `document_folder`, `shared_document`, `document_version` and
//! `document_acknowledgement`.

mod access;
mod acknowledge;
mod cursor;
mod download;
mod folder;
mod letters;
mod manage;
mod managed;
pub(crate) mod personal_data;
mod publish;
mod purge;
mod read;
mod remind;
mod state;
mod store;

pub use acknowledge::{Acknowledged, Acknowledgement, acknowledge, acknowledgements};
pub use download::{OpenedVersion, open_version};
pub use folder::{Folder, FolderChoices, create_folder, folder, folder_choices, folders};
pub use letters::ExpiryLetter;
pub use manage::{change_document, create_document, remove_file};
pub use managed::{
    DocumentVersion, FolderDocument, FolderPage, ManagedDocument, folder_page, managed_document,
};
pub use publish::publish;
pub(crate) use purge::purge;
pub use read::{
    DocumentFilter, DocumentList, ReadableDocument, VersionNote, document, documents, earlier_versions,
};
pub(crate) use remind::remind;
pub use state::{Change, set_state};
