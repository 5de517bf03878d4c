//! A question to a customs service: its number, status and deadlines.

mod deadlines;
mod merge;
mod reference;
mod service_act;
mod status;

pub use deadlines::ARCHIVE_YEARS;
pub use merge::Mergeable;
pub use reference::Reference;
pub use service_act::ServiceAct;
pub use status::{Party, Status, Step};
