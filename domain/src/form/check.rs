use super::answers::Answers;
use super::check_value::check_value;
use super::choices::{Choices, List};
use super::definition::{FieldDefinition, FormDefinition};
use super::kind::Kind;
use super::normal::{clean_value, normal_value};
use super::period::check_period;
use crate::password;
use crate::problem::{FieldProblem, Problem, Problems};

/// Returns the answers in normal form.
///
/// # Errors
/// The problems, as [`check`].
pub fn checked(
    definition: &FormDefinition,
    answers: &Answers,
    choices: &dyn Choices,
) -> Result<Answers, Problems> {
    let problems = check(definition, answers, choices);
    if problems.is_empty() { Ok(definition.normal_answers(answers)) } else { Err(problems) }
}

/// Returns every problem of the answers, in the order of the fields. Ignores answers to fields that do not
/// apply, and files, which [`missing_files`](super::missing_files) checks.
pub fn check(definition: &FormDefinition, answers: &Answers, choices: &dyn Choices) -> Problems {
    let applicable = definition.fields.iter().filter(|field| field.is_applicable(answers));
    applicable
        .filter_map(|field| {
            let problem = check_field(field, answers, choices)?;
            Some(FieldProblem { field: field.name.clone(), problem })
        })
        .collect()
}

fn check_field(field: &FieldDefinition, answers: &Answers, choices: &dyn Choices) -> Option<Problem> {
    let (label, values) = (field.label.as_str(), answers.all(&field.name));
    match &field.kind {
        Kind::File => return None,
        Kind::Period => return check_period(field, answers),
        Kind::Creance { max } => return check_creances(label, field.mandatory, *max, values),
        _ => {}
    }
    if values.len() > 1 {
        return Some(Problem::SeveralValues { label: label.to_owned() });
    }
    let value = answers.raw(&field.name);
    if let Some(problem) = check_value(&field.kind, label, field.mandatory, value) {
        return Some(problem);
    }
    if let Kind::Repeat { of } = &field.kind {
        return check_repeat(value, answers.raw(of));
    }
    let list = match field.kind {
        Kind::Siret => List::Sirets,
        Kind::Mandat => List::Mandats,
        _ => return None,
    };
    let value = normal_value(&field.kind, value);
    let known = value.is_empty()
        || choices.options(list).is_none_or(|options| options.iter().any(|option| option.value == value));
    if known { None } else { Some(Problem::NotInList { label: label.to_owned() }) }
}

/// Checks that both entries of a new password are one password.
pub fn check_repeat(value: &str, first: &str) -> Option<Problem> {
    if password::normal_form(value) == password::normal_form(first) {
        None
    } else {
        Some(Problem::ConfirmationMismatch)
    }
}

/// Checks each reference of a créance, and their number. A reference outside the list is accepted, because it
/// may come from a paper notice.
fn check_creances(label: &str, mandatory: bool, max: usize, values: &[String]) -> Option<Problem> {
    let kind = Kind::Creance { max };
    let given = || values.iter().map(|value| clean_value(&kind, value)).filter(|value| !value.is_empty());
    if given().next().is_none() {
        return check_value(&kind, label, mandatory, "");
    }
    if given().count() > max {
        return Some(Problem::TooManyValues { label: label.to_owned(), max });
    }
    given().find_map(|value| check_value(&kind, label, mandatory, &value))
}
