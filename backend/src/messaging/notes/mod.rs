//! Internal notes on a question: what the agents of its service write to each other.
//!
//! Owns `question_note`. Nothing but the agents' page of the question reads them: they are in no mail, receipt, export or archive.

mod add;
mod letter;
mod list;

pub use add::{add_note, note_form};
pub use letter::MentionLetter;
pub use list::{Note, notes};
