//! Personal data stored by this context: export for the person, erasure with the account.

mod erase;
mod export;
mod security;

pub(crate) use erase::erase;
pub(crate) use export::export;
