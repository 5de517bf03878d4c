use super::answers::Answers;
use super::definition::FormDefinition;
use super::kind::Kind;
use crate::problem::{FieldProblem, Problem, Problems};

/// Returns a problem for each mandatory file field without a file. `present`: names of the fields with at
/// least one file.
pub fn missing_files<S: AsRef<str>>(
    definition: &FormDefinition,
    answers: &Answers,
    present: &[S],
) -> Problems {
    definition
        .fields
        .iter()
        .filter(|field| field.kind == Kind::File && field.mandatory && field.is_applicable(answers))
        .filter(|field| present.iter().all(|slot| slot.as_ref() != field.name))
        .map(|field| {
            FieldProblem::new(field.name.clone(), Problem::MissingFile { label: field.label.clone() })
        })
        .collect()
}
