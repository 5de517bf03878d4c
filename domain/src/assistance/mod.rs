//! Cases of the assistance (*saisines*, 004): technical requests of anyone, answered by hotline advisers.

mod blanks;
mod canned;
mod forms;
mod reference;
mod state;
mod subject;

pub use blanks::first_blank;
pub use canned::{CANNED, Canned, canned};
pub use forms::{MAX_TEXT, answer, follow_up, lookup, note, open, reference_field};
pub use reference::{CaseReference, CaseSecret};
pub use state::{CaseState, CaseStep};
pub use subject::{SUBJECTS, subject_label};
