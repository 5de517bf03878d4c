use super::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, moment, reference};
use crate::amount::Amount;
use crate::company::CompanyNumber;
use crate::email::Email;
use crate::iban::Iban;
use crate::login::Login;
use crate::phone::{Mobile, Phone};
use crate::problem::{FieldProblem, Problem, Problems};
use crate::recovery_code::RecoveryCode;
use crate::siret::Siret;
use crate::text::{has_forbidden_character, has_forbidden_character_in_lines, without_spacing};
use crate::{country, password};

/// Characters a secret that is only compared may have: no more than a new password may.
const MAX_SECRET: usize = password::MAX_BYTES;

/// The lists that a form draws on and that change from one company to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// SIRETs of the chosen SIREN; the value is the 14 digits.
    Sirets,
    /// Créances of the SIREN; the value is the reference.
    Creances,
    /// Mandats of the SIREN; the value is the RUM.
    Mandats,
}

/// Which values the lists hold. `None` when the list is not known: only the form of the value is checked.
pub trait Choices {
    fn options(&self, list: List) -> Option<&[ChoiceOption]>;
}

/// No list is known.
impl Choices for () {
    fn options(&self, _list: List) -> Option<&[ChoiceOption]> {
        None
    }
}

/// Everything that is wrong with the answers, in the order of the fields; files are not looked at, see
/// [`missing_files`](super::missing_files). Answers to fields that the form does not ask are ignored.
pub fn check(definition: &FormDefinition, answers: &Answers, choices: &dyn Choices) -> Problems {
    let asked = definition.fields.iter().filter(|field| field.is_asked(answers));
    asked
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
        Kind::Period => return moment::check_period(field, answers),
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
    let (list, value) = match field.kind {
        Kind::Siret => (List::Sirets, without_spacing(value)),
        Kind::Mandat => (List::Mandats, value.trim().to_owned()),
        _ => return None,
    };
    let known = value.is_empty()
        || choices.options(list).is_none_or(|options| options.iter().any(|option| option.value == value));
    if known { None } else { Some(Problem::NotInList { label: label.to_owned() }) }
}

/// The check of one value, for the browser while it is typed and for the server. What needs other answers
/// or lists (repetition, periods, lists of the company) is left to [`check`].
pub fn check_value(kind: &Kind, label: &str, mandatory: bool, value: &str) -> Option<Problem> {
    let secret = kind.is_secret();
    let trimmed = if secret { value } else { value.trim() };
    if trimmed.is_empty() {
        return if mandatory { missing(kind, label) } else { None };
    }
    if let Kind::LongText { max } = kind {
        return check_lines(label, *max, trimmed);
    }
    if !secret && has_forbidden_character(trimmed) {
        return Some(Problem::ForbiddenCharacters { label: label.to_owned() });
    }
    let max = kind.max_characters();
    if trimmed.len() > max && trimmed.chars().count() > max {
        return Some(Problem::TooLong { label: label.to_owned(), max });
    }
    check_form(kind, label, trimmed).err()
}

/// The value has the right length and no forbidden character; has it the form its kind asks?
fn check_form(kind: &Kind, label: &str, value: &str) -> Result<(), Problem> {
    let or = |holds: bool, problem: fn(String) -> Problem| match holds {
        true => Ok(()),
        false => Err(problem(label.to_owned())),
    };
    let not_in_list: fn(String) -> Problem = |label| Problem::NotInList { label };
    match kind {
        Kind::Choice { options } => or(options.iter().any(|option| option.value == value), not_in_list),
        Kind::Tick => or(matches!(value, "oui" | "on" | "true" | "1"), not_in_list),
        Kind::Country => or(country::is_code(value), not_in_list),
        Kind::Mandat => or(reference::is_sepa(value), not_in_list),
        Kind::Date => or(moment::parse_date(value).is_some(), |label| Problem::NotADate { label }),
        Kind::Month | Kind::Period => {
            or(moment::parse_month(value).is_some(), |label| Problem::NotAMonth { label })
        }
        Kind::Quarter => or(moment::parse_quarter(value).is_some(), |label| Problem::NotAQuarter { label }),
        Kind::Amount => Amount::parse_for(label, value).map(drop),
        Kind::Siret => Siret::parse(value).map(drop),
        Kind::Iban => Iban::parse(value).map(drop),
        Kind::Phone => Phone::parse(value).map(drop),
        Kind::Mobile => Mobile::parse(value).map(drop),
        Kind::Email => Email::parse(value).map(drop),
        Kind::Login => Login::parse(value).map(drop),
        Kind::NewPassword => password::check(value, &[], None),
        Kind::Creance { .. } => or(reference::is_sepa(value), |label| Problem::NotAReference {
            label,
            format: super::ReferenceFormat::Libre,
        }),
        Kind::Reference { format } => reference::check(label, *format, value),
        Kind::Nomenclature => reference::check_nomenclature(value),
        Kind::Code => reference::check_code(value),
        Kind::RecoveryCode => RecoveryCode::parse(value).map(drop),
        Kind::ShortText { .. } | Kind::LongText { .. } | Kind::Repeat { .. } | Kind::Password => Ok(()),
        // Never blocks (mission §2.1): what cannot be verified is kept as such.
        Kind::CompanyNumber | Kind::File => Ok(()),
    }
}

/// Are the two entries of a new password the same?
pub fn check_repeat(value: &str, first: &str) -> Option<Problem> {
    if value == first { None } else { Some(Problem::NotRepeated) }
}

fn missing(kind: &Kind, label: &str) -> Option<Problem> {
    let label = label.to_owned();
    match kind {
        // Files are added one by one at their own step.
        Kind::File => None,
        Kind::Choice { .. } | Kind::Siret | Kind::Mandat | Kind::Country => {
            Some(Problem::NotChosen { label })
        }
        Kind::Tick => Some(Problem::NotTicked { label }),
        _ => Some(Problem::Missing { label }),
    }
}

fn check_lines(label: &str, max: usize, text: &str) -> Option<Problem> {
    if has_forbidden_character_in_lines(text) {
        return Some(Problem::ForbiddenCharacters { label: label.to_owned() });
    }
    // A browser counts an end of line once and sends it as two characters.
    if text.len() > max && text.chars().filter(|c| *c != '\r').count() > max {
        return Some(Problem::TooLong { label: label.to_owned(), max });
    }
    None
}

/// A créance that is not in the list may be typed (a paper notice): only the form of each is checked.
fn check_creances(label: &str, mandatory: bool, max: usize, values: &[String]) -> Option<Problem> {
    let given = || values.iter().map(|value| value.trim()).filter(|value| !value.is_empty());
    let kind = Kind::Creance { max };
    if given().next().is_none() {
        return check_value(&kind, label, mandatory, "");
    }
    if given().count() > max {
        return Some(Problem::TooManyValues { label: label.to_owned(), max });
    }
    given().find_map(|value| check_value(&kind, label, mandatory, value))
}

impl Kind {
    /// Never trimmed, never shown again, never kept with the other answers.
    pub fn is_secret(&self) -> bool {
        matches!(
            self,
            Kind::NewPassword | Kind::Repeat { .. } | Kind::Password | Kind::Code | Kind::RecoveryCode
        )
    }

    /// The most characters that a value may have: also the `maxlength` of its input.
    pub fn max_characters(&self) -> usize {
        match self {
            Kind::ShortText { max } | Kind::LongText { max } => *max,
            Kind::Choice { .. } | Kind::File => 100,
            Kind::Tick | Kind::Date | Kind::Month | Kind::Period | Kind::Quarter | Kind::Country => 10,
            Kind::Amount | Kind::Siret | Kind::Nomenclature | Kind::Phone | Kind::Mobile => 25,
            Kind::Creance { .. } | Kind::Mandat | Kind::Reference { .. } => reference::MAX_LENGTH,
            Kind::Iban => 50,
            Kind::Email => crate::email::MAX_LENGTH,
            Kind::Login => crate::login::MAX_LENGTH,
            Kind::NewPassword | Kind::Repeat { .. } | Kind::Password => MAX_SECRET,
            Kind::Code => 12,
            Kind::RecoveryCode => 40,
            Kind::CompanyNumber => CompanyNumber::MAX_LENGTH,
        }
    }
}
