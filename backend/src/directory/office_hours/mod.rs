//! Opening hours and exceptional closings of customs offices, which the official list does not have.
//!
//! Owns `office_hours`.

mod change;
mod read;

pub use change::{add, close, open, remove};
pub use read::{OfficeHours, hours};
