//! Conversations: a sent question, its follow-ups and answers, its statuses, its readers.
//!
//! Owns `conversation`, `conversation_step`, `conversation_unread` and `message`.

mod arrivals;
mod assignment;
mod author;
mod commitment;
mod content;
mod conversation;
mod cursor;
mod deadlines;
mod erasure;
mod letter;
mod listing;
mod merged;
mod new_question;
mod newer;
mod official_act;
mod period;
mod purge;
mod question;
mod reply;
mod searchable;
mod send;
mod steps;
mod store;
mod unread;
mod warnings;

pub use content::{ShownAnswer, summary_answers};
pub use conversation::{Conversation, Urgency};
pub use cursor::PAGE;
pub use letter::SentLetter;
pub use listing::{Filter, ListedQuestion, QuestionList, list};
pub use newer::LAST_SHOWN;
pub use official_act::OFFICIAL_ACT;
pub use purge::purge_archives;
pub use question::{Message, Question, ReplyDraft, StepTaken, question};
pub use reply::{ASKS_DETAILS, begin_reply, reply, reply_form, save_reply};
pub use send::{conversation_of_draft, send};
pub use steps::close;
pub use unread::{mark_read, purge_unread, unread_count};

pub(super) use arrivals::{count_received, count_unassigned};
pub(super) use assignment::{release_all, set_assignee};
pub(super) use author::Author;
pub(super) use commitment::{MotifCommitment, motif_commitment};
pub(crate) use conversation::{conversation_columns, find_writable};
pub(super) use conversation::{find, find_readable, find_tx};
pub(crate) use cursor::Cursor;
pub(super) use deadlines::{delay_of, rounds_of, work_calendar};
pub(super) use erasure::erase_person;
pub(super) use merged::{has_merged, has_merged_tx, lock_pair, merge_into, separate_from};
pub(super) use period::asked_in;
pub(super) use question::{messages, steps};
pub(crate) use searchable::service_scope;
pub(super) use steps::{advance, audience, publish, transfer};
pub(super) use warnings::{WarnedQuestion, set_next_warning, with_warning_due};
