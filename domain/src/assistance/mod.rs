//! Cases of the assistance (*saisines*, 004): technical requests of anyone, and requests about regulations to Infos Douane
//! Service, answered by advisers.

mod canned;
mod forms;
mod kind;
mod reference;
mod state;
mod subject;

pub use canned::{Canned, canned, canned_of};
pub use forms::{MAX_TEXT, answer, follow_up, lookup, note, open, open_regulation, reference_field};
pub use kind::{CaseKind, PROMISED_DAYS};
pub use reference::{CaseReference, CaseSecret};
pub use state::{CaseState, CaseStep};
pub use subject::subject_label;
