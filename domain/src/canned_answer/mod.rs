//! Canned answers: texts from which an answer starts, with variables « {objet} » and blanks « [[…]] » to fill.

mod blanks;
mod forms;
mod template;
mod variable;

pub use blanks::first_blank;
pub use forms::{CannedAnswer, MAX_OF_AGENT, MAX_OF_SERVICE, PERSONAL, form, form_answers, read};
pub use template::{fill, unknown_variable};
pub use variable::{Variable, example};
