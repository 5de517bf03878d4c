//! Forms as data: a definition says what is asked, [`check`] says what is wrong with the answers.
//!
//! Registration, sign-in and every motif of the secure messaging are definitions; one renderer draws
//! them and one check reads them, in the browser before sending and on the server always.

mod answers;
mod check;
mod compact;
mod definition;
mod files;
mod kind;
mod moment;
mod reference;
mod shown;

#[cfg(test)]
mod check_tests;

pub use answers::Answers;
pub use check::{Choices, List, check, check_repeat, check_value};
pub use compact::UnknownKind;
pub use definition::{Condition, FieldDefinition, FormDefinition};
pub use files::missing_files;
pub use kind::{ChoiceOption, Kind, ReferenceFormat};
pub use moment::{parse_date, parse_month, parse_quarter, period_names};
pub use shown::shown;
