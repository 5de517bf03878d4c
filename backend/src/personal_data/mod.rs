//! Rights of a person on their data (GDPR; mission §2.4): a copy of it, and the deletion of the account.
//!
//! Each context exports and erases what it stores (`accounts::personal_data`, `companies::personal_data`, …); this one
//! composes them. Contexts without such a module store nothing about an account.

mod deletion;
mod exports;
mod letters;

pub use deletion::{delete_account, deletion_form};
pub use exports::{DataCopy, ExportFile, ExportQueue, export, open_export, request_export};
