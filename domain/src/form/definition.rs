use serde::{Deserialize, Serialize};

use super::{Answers, Kind};

/// What one page asks: an ordered list of fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// Stable name, in kebab case: `inscription`, `connexion`, `motif-echeancier`.
    pub name: String,
    pub fields: Vec<FieldDefinition>,
}

/// One question of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDefinition {
    /// Name of the answer, in snake case, unique within the form.
    pub name: String,
    pub label: String,
    /// A line under the label: format, example, where to find the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(default)]
    pub mandatory: bool,
    pub kind: Kind,
    /// The field is asked, and checked, only when another answer has one of these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
    /// HTML `autocomplete` token (WCAG 1.3.5), for what the browser knows about the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
}

/// « Asked only if `field` is one of `values`. »
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub field: String,
    pub values: Vec<String>,
}

impl Condition {
    pub fn holds(&self, answers: &Answers) -> bool {
        answers.all(&self.field).iter().any(|answer| self.values.contains(answer))
    }
}

impl FieldDefinition {
    /// Is the field asked, given the answers so far?
    pub fn is_asked(&self, answers: &Answers) -> bool {
        self.only_if.as_ref().is_none_or(|condition| condition.holds(answers))
    }
}
