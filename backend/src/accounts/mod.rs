//! Personal accounts: registration, sign-in, second factors, sessions, profile, identity providers, history.
//!
//! Owns every table about a person and their sessions. Knows nothing of companies, messaging or customs.

pub mod account;
mod devices;
pub mod flash;
pub mod history;
pub mod identity_providers;
mod letters;
pub mod links;
pub mod mfa;
mod new_passwords;
pub mod parked_forms;
pub(crate) mod personal_data;
pub mod profile;
pub mod registration;
pub mod retired_logins;
pub mod sessions;
pub mod sign_in;

pub use letters::{ActivationLetter, AddressTakenLetter, CodeLetter};

use crate::config::Config;

/// Checks the settings of this context.
///
/// # Errors
/// If an issuer is not an http(s) URL, or `base_url` does not suit passkeys.
pub(crate) fn check_settings(config: &Config) -> anyhow::Result<()> {
    identity_providers::check(&config.identity)?;
    mfa::check_base_url(&config.base_url)
}
