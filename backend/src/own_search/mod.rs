//! Searches the questions and shared documents that the signed-in person may read (`docs/adr/0069`).
//!
//! Owns no table: each kind is found by the list that shows it, with its rights.

mod search;

pub use search::{OwnGroup, OwnKind, search};
