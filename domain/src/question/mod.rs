//! A question to a customs service: its number, status and deadlines.

mod deadlines;
mod reference;
mod status;

pub use deadlines::ARCHIVE_YEARS;
pub use reference::Reference;
pub use status::{Party, Status, Step};
