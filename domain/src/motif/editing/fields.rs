//! Changes of the list of fields. Each returns a definition that can be used, or the reason why there is none.

use super::options::unused;
use crate::{
    form::FieldDefinition,
    motif::{DefinitionError, Motif, definition::COMMON},
    problem::{FieldProblem, Problem, Problems},
    search,
};

/// Maximum number of fields of a motif.
pub const MAX_FIELDS: usize = 40;
/// Maximum length of a name made of a label, in bytes.
const MAX_NAME: usize = 40;

/// Adds a field as the last one, under a name made of its label: « champ_date_de_depot ».
///
/// # Errors
/// [`Problem::TooManyMotifFields`], and as [`change_field`].
pub fn add_field(motif: &Motif, field: FieldDefinition) -> Result<Motif, Problems> {
    let mut motif = motif.clone();
    if motif.form.fields.len() >= MAX_FIELDS {
        return Err(vec![FieldProblem::of_form(Problem::TooManyMotifFields { max: MAX_FIELDS })]);
    }
    let name = new_name(&motif, &field);
    motif.form.fields.push(FieldDefinition { name, ..field });
    accepted(motif)
}

/// Names begin with a word that no field of a page of the portal begins with.
fn new_name(motif: &Motif, field: &FieldDefinition) -> String {
    let slug = search::slug(&field.label, MAX_NAME).unwrap_or_default().replace('-', "_");
    let name = ["champ", &slug].join("_").trim_end_matches('_').to_owned();
    let taken: Vec<String> = motif.form.fields.iter().flat_map(FieldDefinition::input_names).collect();
    let is_taken = |name: &String| taken.contains(name) || COMMON.contains(&name.as_str());
    unused(&name, |name| {
        FieldDefinition { name: name.to_owned(), ..field.clone() }.input_names().iter().any(is_taken)
    })
}

/// Replaces the field of the same name.
///
/// # Errors
/// [`Problem::MotifFieldNeeded`] if another field has a condition on what it no longer asks.
pub fn change_field(motif: &Motif, field: FieldDefinition) -> Result<Motif, Problems> {
    let mut motif = motif.clone();
    if let Some(current) = motif.form.fields.iter_mut().find(|one| one.name == field.name) {
        *current = field;
    }
    accepted(motif)
}

/// Removes a field.
///
/// # Errors
/// [`Problem::MotifLastField`]; [`Problem::MotifFieldNeeded`] if another field has a condition on it.
pub fn remove_field(motif: &Motif, name: &str) -> Result<Motif, Problems> {
    let mut motif = motif.clone();
    motif.form.fields.retain(|field| field.name != name);
    accepted(motif)
}

/// Moves a field by one place; the first one does not move up, nor the last one down.
///
/// # Errors
/// [`Problem::MotifFieldNeeded`] if it would come before the field of its condition, or after a field that has one on it.
pub fn move_field(motif: &Motif, name: &str, up: bool) -> Result<Motif, Problems> {
    let mut motif = motif.clone();
    let fields = &mut motif.form.fields;
    let place = fields.iter().position(|field| field.name == name);
    let other = place.and_then(|place| if up { place.checked_sub(1) } else { Some(place + 1) });
    if let (Some(place), Some(other)) = (place, other.filter(|other| *other < fields.len())) {
        fields.swap(place, other);
    }
    accepted(motif)
}

fn accepted(motif: Motif) -> Result<Motif, Problems> {
    let problem = match motif.validate_whole() {
        Ok(()) => return Ok(motif),
        Err(DefinitionError::NoField) => Problem::MotifLastField,
        Err(DefinitionError::Condition(name)) => Problem::MotifFieldNeeded { label: label(&motif, name) },
        Err(error) => Problem::MotifNotFillable { label: label(&motif, error.name().to_owned()) },
    };
    Err(vec![FieldProblem::of_form(problem)])
}

fn label(motif: &Motif, name: String) -> String {
    motif.form.field(&name).map_or(name, |field| field.label.clone())
}
