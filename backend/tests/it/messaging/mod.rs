//! Secure messaging: drafts, files, sending, conversations, rights.

pub mod fixtures;

mod conversations;
mod drafts;
mod files;
mod hostile_files;
mod rights;
mod scanner;
