use domain::form::{Answers, Kind, display_values};
use serde::{Deserialize, Serialize};

use crate::messaging::drafts::{Draft, DraftForm, RECIPIENT};

/// Content of a message: the answers as typed, and as displayed when it was sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Content {
    pub typed: Answers,
    pub shown: Vec<ShownAnswer>,
}

/// An answer as displayed to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAnswer {
    pub label: String,
    pub values: Vec<String>,
}

/// Returns the answers to display in the receipt; recipient, subject and message have their own places.
pub fn shown_answers(draft: &Draft, form: &DraftForm) -> Vec<ShownAnswer> {
    let mut answers = summary_answers(draft, form);
    answers.retain(|answer| !answer.values.is_empty());
    answers
}

/// Returns the answers of a draft for its summary: every field that applies, an unanswered one without a value.
pub fn summary_answers(draft: &Draft, form: &DraftForm) -> Vec<ShownAnswer> {
    let has_other_place = |name: &str| matches!(name, "message" | "objet" | RECIPIENT);
    let fields = form.definition.fields.iter().filter(|field| {
        field.kind != Kind::File && field.is_applicable(&draft.answers) && !has_other_place(&field.name)
    });
    fields
        .map(|field| ShownAnswer {
            label: field.label.clone(),
            values: display_values(field, &draft.answers, &form.lists),
        })
        .collect()
}
