//! Looks for what a signed-in person may read themselves: questions and shared documents (`docs/adr/0069`).
//!
//! Owns no table: each kind is found by the list that shows it, with its rights.

mod search;

pub use search::{OwnGroup, OwnKind, search};
