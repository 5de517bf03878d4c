//! Notifies open pages of changes to what they display (mission §3.3: within 2 s).
//!
//! Owns no table. Subscribes to [`platform::live`] and reads the changes from the database.

mod session_state;
mod watch;

pub use platform::live::SubscribeError;
pub use watch::{Event, PageState, Watch};
