//! What can be wrong with what a person typed or did, worded once.

use serde::{Deserialize, Serialize};

/// A closed list of problems; `Display` gives the French sentence, which says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was typed in a mandatory field; `label` is the field's.
    Missing { label: String },
    TooLong { label: String, max: usize },
    // … the domain's owner adds the others
}

/// A problem and the field it belongs to; an empty field name concerns the whole form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: String,
    pub problem: Problem,
}

pub type Problems = Vec<FieldProblem>;
