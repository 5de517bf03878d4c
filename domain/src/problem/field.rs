use serde::{Deserialize, Serialize};

use super::definition::Problem;

/// A problem and the field it belongs to. With an empty field name it concerns the whole form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: String,
    pub problem: Problem,
}

impl FieldProblem {
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        FieldProblem { field: field.into(), problem }
    }

    /// Creates a problem of the whole form.
    pub fn of_form(problem: Problem) -> Self {
        FieldProblem { field: String::new(), problem }
    }
}

pub type Problems = Vec<FieldProblem>;
