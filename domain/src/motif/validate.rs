use std::fmt;

use super::definition::{COMMON, MAX_OBJET, Motif};
use crate::form::{FieldDefinition, Kind};

/// Error in a motif definition, for its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefinitionError {
    /// Name not in `[a-z0-9-]`, or form not named `motif-<id>`.
    Name(String),
    /// Version 0.
    Version,
    /// Title empty, or too long to prefill the object of the question.
    Title,
    /// Two fields with the same name, or a name reserved for the common fields.
    DuplicateField(String),
    EmptyLabel(String),
    /// A choice without options, with duplicate values, or with a value that is not a valid name.
    Options(String),
    /// Condition on a field that does not come before, or on a value that it does not offer.
    Condition(String),
    /// Kind reserved for account pages.
    Kind(String),
    /// No specific field.
    NoField,
    /// The form refuses sample answers to this field.
    NotFillable(String),
}

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DefinitionError::Name(name) => write!(f, "invalid name: {name}"),
            DefinitionError::Version => f.write_str("version 0"),
            DefinitionError::Title => f.write_str("empty or too long title"),
            DefinitionError::DuplicateField(name) => write!(f, "field name already taken: {name}"),
            DefinitionError::EmptyLabel(name) => write!(f, "field without label: {name}"),
            DefinitionError::Options(name) => write!(f, "invalid options: {name}"),
            DefinitionError::Condition(name) => write!(f, "condition that can never be met: {name}"),
            DefinitionError::Kind(name) => write!(f, "kind not allowed in a motif: {name}"),
            DefinitionError::NoField => f.write_str("no field"),
            DefinitionError::NotFillable(name) => write!(f, "field that refuses valid answers: {name}"),
        }
    }
}

impl std::error::Error for DefinitionError {}

impl DefinitionError {
    /// Name of the field, empty if the error is about the whole definition.
    pub fn name(&self) -> &str {
        match self {
            DefinitionError::Version | DefinitionError::Title | DefinitionError::NoField => "",
            DefinitionError::Name(name)
            | DefinitionError::DuplicateField(name)
            | DefinitionError::EmptyLabel(name)
            | DefinitionError::Options(name)
            | DefinitionError::Condition(name)
            | DefinitionError::Kind(name)
            | DefinitionError::NotFillable(name) => name,
        }
    }
}

impl Motif {
    /// Checks that the form can be rendered, filled in and checked. Returns the first error.
    pub fn validate(&self) -> Result<(), DefinitionError> {
        let name = &self.form.name;
        if !is_name(&self.id, '-') || name.strip_prefix("motif-") != Some(&self.id) {
            return Err(DefinitionError::Name(name.clone()));
        }
        if self.version == 0 {
            return Err(DefinitionError::Version);
        }
        if self.title.trim().is_empty() || self.title.chars().count() > MAX_OBJET {
            return Err(DefinitionError::Title);
        }
        let fields = &self.form.fields;
        if fields.is_empty() {
            return Err(DefinitionError::NoField);
        }
        let mut taken: Vec<String> = COMMON.map(str::to_owned).to_vec();
        for (index, field) in fields.iter().enumerate() {
            validate_field(field, &fields[..index])?;
            for name in field.input_names() {
                if taken.contains(&name) {
                    return Err(DefinitionError::DuplicateField(name));
                }
                taken.push(name);
            }
        }
        Ok(())
    }
}

fn validate_field(field: &FieldDefinition, earlier: &[FieldDefinition]) -> Result<(), DefinitionError> {
    let name = || field.name.clone();
    if !is_name(&field.name, '_') {
        return Err(DefinitionError::Name(name()));
    }
    if field.label.trim().is_empty() {
        return Err(DefinitionError::EmptyLabel(name()));
    }
    match &field.kind {
        Kind::Choice { options } => {
            let values: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
            let distinct = values.iter().enumerate().all(|(index, value)| !values[..index].contains(value));
            let valid =
                options.iter().all(|option| is_name(&option.value, '_') && !option.label.trim().is_empty());
            if values.is_empty() || !distinct || !valid {
                return Err(DefinitionError::Options(name()));
            }
        }
        Kind::Login | Kind::PersonName { .. } | Kind::CompanyNumber => {
            return Err(DefinitionError::Kind(name()));
        }
        kind if kind.is_secret() => return Err(DefinitionError::Kind(name())),
        _ => {}
    }
    let satisfiable = field.only_if.as_ref().is_none_or(|condition| {
        let on = earlier.iter().find(|other| other.name == condition.field);
        // The answer of a conditional field would still count after the field stops applying.
        !condition.values.is_empty()
            && on.is_some_and(|on| on.only_if.is_none() && offers(on, &condition.values))
    });
    if satisfiable { Ok(()) } else { Err(DefinitionError::Condition(name())) }
}

fn offers(field: &FieldDefinition, wanted: &[String]) -> bool {
    match &field.kind {
        Kind::Choice { options } => {
            wanted.iter().all(|value| options.iter().any(|option| option.value == *value))
        }
        Kind::Checkbox => wanted == ["oui"],
        _ => false,
    }
}

/// Returns `true` for lower-case letters, digits and `separator`: valid in URLs, HTML and `data-check`.
fn is_name(text: &str, separator: char) -> bool {
    !text.is_empty()
        && text.len() <= 60
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == separator)
}
