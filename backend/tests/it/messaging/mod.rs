//! Secure messaging: drafts, files, sending, conversations, rights.

mod agent_mails;
mod agent_notices;
pub mod fixtures;
mod followers;
mod handling;
mod notes;
mod outdated_answers;

mod conversations;
mod copied_values;
mod drafts;
mod exchanges;
mod file_kinds;
mod files;
pub mod hostile_files;
mod limits;
mod merging;
mod receipt_pdf;
mod receipts;
mod rights;
pub mod scanner;
mod uploads_in_pieces;
