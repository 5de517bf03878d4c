//! Customs agents (001, 002; mission §6): the inbox of their services. They read and answer questions through
//! [`crate::messaging`], and sign in as members of the [`staff`](crate::staff).

mod inbox;

pub use inbox::{Inbox, InboxCounts, InboxPart, counts, inbox};
