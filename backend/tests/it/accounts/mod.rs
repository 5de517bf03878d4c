//! Registration, activation, sign-in, sessions and history of accounts.

mod activation;
mod fixtures;
pub mod history;
mod registration;
mod session_expiry;
mod sessions;
mod sign_in;
mod typed_names;

pub use fixtures::{PASSWORD, client_at, credentials, email, registration_form};
