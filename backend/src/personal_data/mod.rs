//! A person's hold on their own data (GDPR; mission §2.4): a copy of it, and the deletion of the account.

mod archive;
mod build;
mod content;
mod deletion;
mod export;
mod facts;
mod letters;

pub use build::build_due;
pub use deletion::{delete_account, deletion_form};
pub use export::{Export, ExportFile, Progress, ask_export, export, open_export};

pub(crate) use deletion::{is_retired, purge as purge_retired};
pub(crate) use export::{is_file_used, purge as purge_exports};
