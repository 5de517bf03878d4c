//! The rules of the portal, pure: no clock, no randomness, no input or output.
//!
//! The browser and the server run the same code, so a rule is worded and decided once.

pub mod form;
pub mod problem;
pub mod profile_forms;
pub mod rights;

pub mod account;
pub mod account_forms;
pub mod age_forms;
pub mod amount;
pub mod attachment;
pub mod browser;
pub mod calendar;
pub mod co_owner;
pub mod company;
pub mod country;
pub mod diagnostic;
pub mod email;
pub mod eori;
pub mod factor;
pub mod factor_forms;
pub mod iban;
pub mod identity_provider;
pub mod login;
pub mod message;
pub mod motif;
pub mod password;
pub mod phone;
pub mod plain_link;
pub mod recovery_code;
pub mod siren;
pub mod siret;

mod crockford;
mod text;
