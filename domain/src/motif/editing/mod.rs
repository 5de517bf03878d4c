//! Motifs as administrators write them: their texts, their fields, and what a version changes.

mod difference;
mod field_form;
mod fields;
mod nature;
mod options;
mod publication;
mod texts;

#[cfg(test)]
mod tests;

pub use difference::{Difference, differences};
pub use field_form::{all_field_settings, asked_words, conditions, field, field_answers, read_field};
pub use fields::{MAX_FIELDS, add_field, change_field, move_field, remove_field};
pub use nature::Nature;
pub use publication::publication;
pub use texts::{texts, texts_answers, with_texts};
