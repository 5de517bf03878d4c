//! Secure messaging: drafts, files, sending, conversations, rights.

pub mod fixtures;

mod conversations;
mod copied_values;
mod drafts;
mod file_kinds;
mod files;
mod hostile_files;
mod rights;
mod scanner;
