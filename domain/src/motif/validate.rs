use std::fmt;

use super::Motif;
use super::definition::{COMMON, MAX_OBJET};
use crate::form::{FieldDefinition, Kind};

/// What makes a definition unusable; told to whoever wrote it, never to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Not `[a-z0-9-]`, or a form not named `motif-<id>`.
    Name(String),
    Version,
    /// Empty, or too long for the object that it fills in.
    Title,
    /// Two fields of the same name, or a name kept for the common fields.
    DuplicateField(String),
    EmptyLabel(String),
    /// A choice without options, or with two of the same value or one that the compact text cannot hold.
    Options(String),
    /// Depends on no earlier field, or on a value that it does not offer.
    Condition(String),
    /// A kind that belongs to account pages.
    Kind(String),
    /// No field: nothing would be left of the motif but its message.
    NoField,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::Name(name) => write!(f, "unfit name: {name}"),
            Flaw::Version => f.write_str("version 0"),
            Flaw::Title => f.write_str("empty or over-long title"),
            Flaw::DuplicateField(name) => write!(f, "field name already taken: {name}"),
            Flaw::EmptyLabel(name) => write!(f, "field without label: {name}"),
            Flaw::Options(name) => write!(f, "unfit options: {name}"),
            Flaw::Condition(name) => write!(f, "condition that can never hold: {name}"),
            Flaw::Kind(name) => write!(f, "kind unfit for a motif: {name}"),
            Flaw::NoField => f.write_str("no field"),
        }
    }
}

impl std::error::Error for Flaw {}

impl Motif {
    /// Can the definition be drawn, answered and checked? Errors: the first [`Flaw`].
    pub fn validate(&self) -> Result<(), Flaw> {
        let name = &self.form.name;
        if !is_name(&self.id, '-') || name.strip_prefix("motif-") != Some(&self.id) {
            return Err(Flaw::Name(name.clone()));
        }
        if self.version == 0 {
            return Err(Flaw::Version);
        }
        if self.title.trim().is_empty() || self.title.chars().count() > MAX_OBJET {
            return Err(Flaw::Title);
        }
        let fields = &self.form.fields;
        if fields.is_empty() {
            return Err(Flaw::NoField);
        }
        let mut taken: Vec<String> = COMMON.map(str::to_owned).to_vec();
        for (index, field) in fields.iter().enumerate() {
            validate_field(field, &fields[..index])?;
            for name in field.input_names() {
                if taken.contains(&name) {
                    return Err(Flaw::DuplicateField(name));
                }
                taken.push(name);
            }
        }
        Ok(())
    }
}

fn validate_field(field: &FieldDefinition, earlier: &[FieldDefinition]) -> Result<(), Flaw> {
    let name = || field.name.clone();
    if !is_name(&field.name, '_') {
        return Err(Flaw::Name(name()));
    }
    if field.label.trim().is_empty() {
        return Err(Flaw::EmptyLabel(name()));
    }
    match &field.kind {
        Kind::Choice { options } => {
            let values: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
            let distinct = values.iter().enumerate().all(|(index, value)| !values[..index].contains(value));
            let fit =
                options.iter().all(|option| is_name(&option.value, '_') && !option.label.trim().is_empty());
            if values.is_empty() || !distinct || !fit {
                return Err(Flaw::Options(name()));
            }
        }
        Kind::Login | Kind::CompanyNumber => return Err(Flaw::Kind(name())),
        kind if kind.is_secret() => return Err(Flaw::Kind(name())),
        _ => {}
    }
    let holds = field.only_if.as_ref().is_none_or(|condition| {
        let on = earlier.iter().find(|other| other.name == condition.field);
        // A field that is itself asked on condition would leave its answer behind when it goes.
        !condition.values.is_empty()
            && on.is_some_and(|on| on.only_if.is_none() && offers(on, &condition.values))
    });
    if holds { Ok(()) } else { Err(Flaw::Condition(name())) }
}

fn offers(field: &FieldDefinition, wanted: &[String]) -> bool {
    match &field.kind {
        Kind::Choice { options } => {
            wanted.iter().all(|value| options.iter().any(|option| option.value == *value))
        }
        Kind::Tick => wanted == ["oui"],
        _ => false,
    }
}

/// Lower case, digits and one separator: fit for addresses, HTML and the compact text of a kind.
fn is_name(text: &str, separator: char) -> bool {
    !text.is_empty()
        && text.len() <= 60
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == separator)
}
