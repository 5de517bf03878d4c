//! Second factors and security levels.

pub mod fixtures;
pub mod virtual_authenticator;

mod authenticator_apps;
mod encryption;
mod levels;
mod oathtool;
mod passkeys;
mod reauthentication;
mod recovery_codes;
mod sms;
