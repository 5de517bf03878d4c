//! Registration, activation, sign-in, sessions and history of accounts.

mod activation;
mod anonymous_sessions;
mod contested_registration;
mod fixtures;
pub mod history;
mod mailed_links;
mod registration;
mod replaced_codes;
mod session_expiry;
mod sessions;
mod sign_in;
mod typed_names;

pub use fixtures::{PASSWORD, client_at, credentials, email, registration_form};
