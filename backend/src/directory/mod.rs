//! Customs services that answer questions, and the official list of customs offices.
//!
//! Owns `service` and `customs_office`.

mod index;
pub mod offices;
mod public;
pub mod services;

pub use public::{OfficePage, OfficeSheet, PAGE, find_offices, matching_offices, office};
