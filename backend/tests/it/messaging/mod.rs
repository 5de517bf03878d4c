//! Secure messaging on real parts: drafts, files, sending, conversations, rights.

pub mod people;

mod drafts;
mod files;
mod hostile;
mod journey;
mod rights;
mod scanner;
