//! Sample answers, by which a definition is known to accept an answer.

use super::{definition::Motif, validate::DefinitionError};
use crate::form::{Answers, FieldDefinition, FormDefinition, Kind, ReferenceFormat, check};

/// A text that every kind without a format accepts, cut to its length.
const TEXT: &str = "REF-2026-17";

/// Returns valid answers to all fields of a form, files excepted.
pub fn sample_answers(form: &FormDefinition) -> Answers {
    let mut answers = Answers::default();
    for field in form.fields.iter().filter(|field| field.kind != Kind::File) {
        for name in field.input_names() {
            answers.set(name, sample(&field.kind));
        }
    }
    answers
}

fn sample(kind: &Kind) -> String {
    match kind {
        Kind::Choice { options } => options.last().map(|option| option.value.clone()).unwrap_or_default(),
        Kind::ShortText { max } | Kind::LongText { max } => TEXT.chars().take(*max).collect(),
        Kind::Date => "2026-11-22".to_owned(),
        Kind::Month | Kind::Period => "2026-10".to_owned(),
        Kind::Quarter => "2026-T4".to_owned(),
        kind => formatted(kind).to_owned(),
    }
}

fn formatted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Checkbox => "oui",
        Kind::Amount | Kind::Number => "1 234,56",
        Kind::Siret => "73282932000074",
        Kind::Iban => "FR7630006000011234567890189",
        Kind::Reference { format: ReferenceFormat::Accise } => "FR012345E6789",
        Kind::Nomenclature => "2208301100",
        Kind::Country => "FR",
        Kind::Phone => "0123456789",
        Kind::Mobile => "0612345678",
        Kind::Email => "alix@exemple.fr",
        _ => TEXT,
    }
}

impl Motif {
    /// Checks the definition as [`Motif::validate`], then that its form accepts sample answers, with each conditional
    /// field asked for. Returns the first error.
    pub fn validate_whole(&self) -> Result<(), DefinitionError> {
        self.validate()?;
        let form = self.full_form();
        let answers = sample_answers(&form);
        accepts(&form, &answers)?;
        form.fields.iter().try_for_each(|field| accepts(&form, &applied(&answers, field)))
    }
}

/// Returns the answers with one that makes the field apply.
fn applied(answers: &Answers, field: &FieldDefinition) -> Answers {
    let mut answers = answers.clone();
    if let Some(condition) = &field.only_if {
        let value = condition.values.first().cloned().unwrap_or_default();
        answers.set(condition.field.clone(), value);
    }
    answers
}

fn accepts(form: &FormDefinition, answers: &Answers) -> Result<(), DefinitionError> {
    match check(form, answers, &()).into_iter().next() {
        None => Ok(()),
        Some(found) => Err(DefinitionError::NotFillable(found.field)),
    }
}
