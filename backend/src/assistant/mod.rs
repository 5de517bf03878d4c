//! Automatic assistant: answers with texts of the portal, and never writes one (004, Assistance; `docs/adr/0043`).
//!
//! Owns `assistant_turn`.

mod answer;
mod conversation;
mod sources;

pub use answer::{Answer, Source};
pub use conversation::{MAX_QUESTION, Turn, ask, clear, conversation, form, questions};
pub use sources::{PageSource, pages, refresh_index};
