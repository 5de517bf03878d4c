use super::{Answers, FormDefinition, Kind};
use crate::problem::{FieldProblem, Problem, Problems};

/// The mandatory slots that no file fills yet. `present`: names of the slots that hold at least one.
pub fn missing_files<S: AsRef<str>>(
    definition: &FormDefinition,
    answers: &Answers,
    present: &[S],
) -> Problems {
    definition
        .fields
        .iter()
        .filter(|field| field.kind == Kind::File && field.mandatory && field.is_asked(answers))
        .filter(|field| present.iter().all(|slot| slot.as_ref() != field.name))
        .map(|field| {
            FieldProblem::new(field.name.clone(), Problem::MissingFile { label: field.label.clone() })
        })
        .collect()
}
