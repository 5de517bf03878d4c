//! Export of personal data, deletion of accounts and retention.

mod deletion;
pub mod export;
mod retention;
mod schema;
