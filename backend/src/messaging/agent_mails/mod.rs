//! Mails of agents: at once for the questions that are theirs, and a digest of the new questions of each of their services, at an hour
//! that they choose. Each mail is a link: it contains no text of a question.
//!
//! Owns `agent_mail_choice` and `agent_digest`.

mod choice;
mod digest;
mod instant;
mod letters;

pub use choice::{choose_mails, mail_choice};
pub use digest::mail_digests;
pub use letters::{DigestLetter, OwnQuestionLetter, QuestionEvent};

pub(super) use choice::instant_recipient;
pub(super) use instant::notify_assignee;
