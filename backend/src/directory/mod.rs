//! Customs services that answer questions, and the official list of customs offices.
//!
//! Owns `service` and `customs_office`.

pub mod offices;
pub mod services;
