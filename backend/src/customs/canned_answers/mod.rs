//! Canned answers of the agents: shared by those of a service, or of one agent; offered on the page of a question.
//!
//! Owns `canned_answer`.

mod change;
mod find;
mod insert;
mod offer;

pub use change::{change, create, creation_form, delete, edition_form};
pub use find::{CannedAnswer, Scope, canned_answer, canned_answers};
pub use insert::{CANNED, insert_into_answer};
pub use offer::{filled, offered};
