//! A question to a customs service: its number, status and deadlines.

mod deadlines;
mod reference;
mod status;

pub use deadlines::{ANSWER_WORKING_DAYS, ARCHIVE_YEARS, due_date};
pub use reference::Reference;
pub use status::{Party, Status, Step};
