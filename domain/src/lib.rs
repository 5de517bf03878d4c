//! The rules of the portal, pure: no clock, no randomness, no input or output.
//!
//! The browser and the server run the same code, so a rule is worded and decided once.

pub mod form;
pub mod problem;
pub mod rights;

pub mod amount;
pub mod attachment;
pub mod co_owner;
pub mod company;
pub mod email;
pub mod iban;
pub mod login;
pub mod message;
pub mod motif;
pub mod password;
pub mod phone;
pub mod siren;
pub mod siret;
