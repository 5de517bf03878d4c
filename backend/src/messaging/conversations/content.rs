use domain::form::{Answers, display_values};
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

/// Returns the answers to display in the summary and the receipt; recipient, subject and message have their own places.
pub fn shown_answers(draft: &Draft, form: &DraftForm) -> Vec<ShownAnswer> {
    let fields = form
        .definition
        .fields
        .iter()
        .filter(|field| !matches!(field.name.as_str(), "message" | "objet" | RECIPIENT));
    fields
        .map(|field| ShownAnswer {
            label: field.label.clone(),
            values: display_values(field, &draft.answers, &form.lists),
        })
        .filter(|answer| !answer.values.is_empty())
        .collect()
}
