//! Export of personal data, deletion of accounts and retention.

mod deletion;
mod export;
mod retention;
mod schema;
