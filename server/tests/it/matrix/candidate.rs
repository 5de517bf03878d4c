//! One object of a request, with its expected outcome.

use super::{markers::Marker, rules::Outcome};

/// One object of a request, for one role.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub name: &'static str,
    /// Values in the path, the query or the form fields.
    pub values: Vec<String>,
    pub expected: Outcome,
    /// The answer must be identical to that for a missing object.
    pub hidden: bool,
    /// Marker that the page must show.
    pub marker: Option<Marker>,
    /// The role may open it once it works for another company.
    pub elsewhere: bool,
}

impl Candidate {
    pub fn new(name: &'static str, value: impl ToString, expected: Outcome) -> Self {
        let hidden = expected == Outcome::NotFound;
        Self { name, values: vec![value.to_string()], expected, hidden, marker: None, elsewhere: false }
    }

    /// An object with the same answer as a missing one, which here is not 404.
    pub fn like_missing(name: &'static str, value: impl ToString, expected: Outcome) -> Self {
        Self { hidden: true, ..Self::new(name, value, expected) }
    }

    pub fn showing(self, marker: Marker) -> Self {
        Self { marker: Some(marker), ..self }
    }

    pub fn elsewhere(self, elsewhere: bool) -> Self {
        Self { elsewhere, ..self }
    }

    /// Replaces the expected outcome of an object that is offered with a change of company.
    pub fn offered(self, outcome: Outcome) -> Self {
        if self.elsewhere { Self { expected: outcome, hidden: false, ..self } } else { self }
    }

    pub fn with_value(mut self, value: impl ToString) -> Self {
        self.values.push(value.to_string());
        self
    }
}
