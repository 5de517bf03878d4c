//! Saved views: filters of the inbox that an agent has named, for themselves.
//!
//! Owns `saved_view`.

mod change;
mod list;

pub use change::{MAX_VIEWS, create, delete, form, rename};
pub use list::{SavedView, saved_view, saved_views};
