//! Customs agents (001, 002; mission §6): the inbox of their services. They read and answer questions through
//! [`crate::messaging`], and sign in as members of the [`staff`](crate::staff).

pub mod appointments;
pub mod batches;
pub mod canned_answers;
mod counts;
mod inbox;
pub mod saved_views;
mod view;

pub use counts::{InboxCounts, counts, to_assign_count};
pub use inbox::{Inbox, InboxFilter, count_matching, inbox};
pub use view::InboxView;
