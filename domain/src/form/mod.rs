//! Forms as data: a [`FormDefinition`] lists the fields, [`check()`] returns the problems of the answers.
//!
//! Registration, sign-in and every motif of the secure messaging are form definitions. One renderer displays
//! them and one function checks them, in the browser before sending and always on the server. Use cases call
//! [`checked()`], which also returns the answers in normal form.

mod answers;
mod check;
mod check_value;
mod choices;
mod dates;
mod definition;
mod display;
mod files;
mod kind;
mod kind_text;
mod normal;
mod period;
mod reference;

#[cfg(test)]
mod check_tests;

pub use crate::reference_format::ReferenceFormat;
pub use answers::Answers;
pub use check::{check, check_repeat, checked};
pub use check_value::check_value;
pub use choices::{Choices, List};
pub use dates::{parse_date, parse_month, parse_quarter, period_names};
pub use definition::{Condition, FieldDefinition, FormDefinition};
pub use display::display_values;
pub use files::missing_files;
pub use kind::{ChoiceOption, Kind};
pub use kind_text::UnknownKind;
pub use normal::{clean_value, normal_value};
