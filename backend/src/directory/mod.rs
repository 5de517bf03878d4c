//! Customs services that answer questions, and the official list of customs offices.
//!
//! Owns `service`, `service_delay`, `customs_office` and `office_hours`.

pub mod answer_delays;
mod index;
pub mod office_hours;
pub mod offices;
mod public;
pub mod services;

pub use public::{OfficePage, OfficeSheet, PAGE, find_offices, matching_offices, office, services_in};
