//! Notices in the portal of what concerns an agent: a mention, a question of theirs, a delay. They do not depend on the mails that the
//! agent chose.
//!
//! Owns `agent_notice`. Rights are checked when a notice is read: an agent who leaves a service no longer sees those of its questions.

mod read;
mod store;

pub use read::{AgentNotice, list, unread_count};
pub use store::{mark_all_read, mark_question_read, purge};

pub(super) use store::record;
