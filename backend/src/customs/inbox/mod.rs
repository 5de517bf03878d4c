//! Inbox of an agent: the questions sent to their services, by view.

mod count;
mod filter;
mod list;
mod page;
mod statements;

pub use count::count_matching;
pub use filter::InboxFilter;
pub use list::{Inbox, inbox};
