//! The copy of one's data, and the deletion of the account.

mod archives;
mod deletion;
mod export;
mod schema;
