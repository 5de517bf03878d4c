//! The form of one field.

use super::options;
use crate::form::{Answers, ChoiceOption, Condition, FieldDefinition, FormDefinition, Kind, checked};
use crate::french::with_no_break_spaces;
use crate::motif::definition::{MAX_MESSAGE, MAX_OBJET};
use crate::problem::{FieldProblem, Problem, Problems};

/// Maximum number of characters of the help under a label.
const MAX_HINT: usize = 300;
/// Maximum number of characters of a short text.
const MAX_SHORT: usize = 500;
/// Maximum number of créances of a field.
const MAX_CREANCES: usize = 20;

/// Maximum number of characters of all options of a choice.
const MAX_CHOICES: usize = 4000;

/// Value of `condition` for a field that is always asked for.
const ALWAYS: &str = "toujours";

/// The form of a field of this kind. `conditions`: see [`conditions`].
pub fn field(kind: &Kind, conditions: Vec<ChoiceOption>) -> FormDefinition {
    let mut fields = vec![
        FieldDefinition::new("libelle", "Libellé", Kind::ShortText { max: MAX_OBJET })
            .mandatory()
            .hint("Ce qui est demandé, tel que l’opérateur le lira."),
        FieldDefinition::new("aide", "Aide", Kind::ShortText { max: MAX_HINT })
            .hint("Affichée sous le libellé\u{a0}: format, exemple, endroit où trouver la réponse."),
    ];
    fields.extend(setting(kind));
    fields.push(FieldDefinition::new("obligatoire", "La réponse est obligatoire", Kind::Checkbox));
    if !conditions.is_empty() {
        fields.push(condition_field(conditions));
    }
    FormDefinition::new("champ-motif", fields)
}

/// The fields of the form for any kind, each once.
pub fn all_field_settings() -> Vec<FieldDefinition> {
    let mut fields = field(&Kind::Checkbox, vec![ChoiceOption::new("", "")]).fields;
    let kinds = [Kind::ShortText { max: 0 }, Kind::Creance { max: 0 }, Kind::Choice { options: Vec::new() }];
    fields.extend(kinds.iter().filter_map(setting));
    fields
}

fn condition_field(conditions: Vec<ChoiceOption>) -> FieldDefinition {
    let always = ChoiceOption::new(ALWAYS, "Toujours");
    let options = [always].into_iter().chain(conditions).collect();
    FieldDefinition::new("condition", "Demander ce champ", Kind::Choice { options })
        .hint("Toujours, ou seulement après une réponse à un champ qui le précède.")
}

/// Field of what a kind lets choose, if anything.
fn setting(kind: &Kind) -> Option<FieldDefinition> {
    let number = |name, label, max: usize| {
        FieldDefinition::new(name, label, Kind::Number).mandatory().hint(&format!("De 1 à {max}."))
    };
    match kind {
        Kind::ShortText { .. } => Some(number("longueur", LENGTH, MAX_SHORT)),
        Kind::LongText { .. } => Some(number("longueur", LENGTH, MAX_MESSAGE)),
        Kind::Creance { .. } => Some(number("nombre", COUNT, MAX_CREANCES)),
        Kind::Choice { .. } => {
            let field = FieldDefinition::new("choix", "Choix proposés", Kind::LongText { max: MAX_CHOICES });
            Some(field.mandatory().hint("Un par ligne, dans l’ordre de la liste. Deux au moins."))
        }
        _ => None,
    }
}

const LENGTH: &str = "Nombre maximal de caractères";
const COUNT: &str = "Nombre maximal de créances";

/// Returns the conditions that a field after these may have: an answer to a choice or a ticked box, and the current one, which
/// may name several answers.
pub fn conditions(earlier: &[FieldDefinition], current: Option<&Condition>) -> Vec<ChoiceOption> {
    let always_asked = earlier.iter().filter(|field| field.only_if.is_none());
    let mut found: Vec<ChoiceOption> = always_asked
        .flat_map(|field| {
            let values = match &field.kind {
                Kind::Choice { options } => options.iter().map(|option| option.value.clone()).collect(),
                Kind::Checkbox => vec!["oui".to_owned()],
                _ => Vec::new(),
            };
            let one = |value| {
                condition_option(&Condition { field: field.name.clone(), values: vec![value] }, earlier)
            };
            values.into_iter().map(one).collect::<Vec<_>>()
        })
        .collect();
    if let Some(condition) = current.filter(|condition| condition.values.len() > 1) {
        found.push(condition_option(condition, earlier));
    }
    found
}

fn condition_option(condition: &Condition, fields: &[FieldDefinition]) -> ChoiceOption {
    ChoiceOption::new(condition_value(condition), condition_words(condition, fields))
}

fn condition_value(condition: &Condition) -> String {
    format!("{}={}", condition.field, condition.values.join(","))
}

/// Returns the condition in words: « Votre demande : Modifier un crédit existant ».
fn condition_words(condition: &Condition, fields: &[FieldDefinition]) -> String {
    let Some(field) = fields.iter().find(|field| field.name == condition.field) else {
        return condition_value(condition);
    };
    let label = |value: &String| match &field.kind {
        Kind::Choice { options } => {
            let option = options.iter().find(|option| option.value == *value);
            option.map_or_else(|| value.clone(), |option| option.label.clone())
        }
        _ => "case cochée".to_owned(),
    };
    let values: Vec<String> = condition.values.iter().map(label).collect();
    format!("{}\u{a0}: {}", field.label, values.join(" ou "))
}

/// Returns when a field of this list is asked for: « toujours », « si Votre demande : Modifier un crédit existant ».
pub fn asked_words(field: &FieldDefinition, fields: &[FieldDefinition]) -> String {
    let condition =
        field.only_if.as_ref().map(|condition| format!("si {}", condition_words(condition, fields)));
    condition.unwrap_or_else(|| ALWAYS.to_owned())
}

/// Fills the form of a field.
pub fn field_answers(field: &FieldDefinition) -> Answers {
    let condition = field.only_if.as_ref().map_or_else(|| ALWAYS.to_owned(), condition_value);
    let mut answers = Answers::from_iter([
        ("libelle", field.label.clone()),
        ("aide", field.hint.clone().unwrap_or_default()),
        ("condition", condition),
    ]);
    if field.mandatory {
        answers.set("obligatoire", "oui");
    }
    match &field.kind {
        Kind::ShortText { max } | Kind::LongText { max } => answers.set("longueur", max.to_string()),
        Kind::Creance { max } => answers.set("nombre", max.to_string()),
        Kind::Choice { options } => answers.set("choix", options::typed(options)),
        _ => {}
    }
    answers
}

/// Reads the form of a field, which replaces `current`; of a new one, only the kind counts.
///
/// # Errors
/// The problems of the form.
pub fn read_field(
    current: &FieldDefinition,
    conditions: Vec<ChoiceOption>,
    answers: &Answers,
) -> Result<FieldDefinition, Problems> {
    let answers = checked(&field(&current.kind, conditions), answers, &())?;
    let hint = answers.text("aide");
    Ok(FieldDefinition {
        name: current.name.clone(),
        label: with_no_break_spaces(answers.text("libelle")),
        hint: (!hint.is_empty()).then(|| with_no_break_spaces(hint)),
        mandatory: !answers.text("obligatoire").is_empty(),
        kind: with_setting(&current.kind, &answers)?,
        only_if: read_condition(answers.text("condition")),
        autocomplete: current.autocomplete.clone(),
    })
}

/// Reads a condition as [`condition_value`] writes it.
fn read_condition(text: &str) -> Option<Condition> {
    let (field, values) = text.split_once('=')?;
    Some(Condition { field: field.to_owned(), values: values.split(',').map(str::to_owned).collect() })
}

fn with_setting(kind: &Kind, answers: &Answers) -> Result<Kind, Problems> {
    Ok(match kind {
        Kind::ShortText { .. } => Kind::ShortText { max: number(answers, "longueur", LENGTH, MAX_SHORT)? },
        Kind::LongText { .. } => Kind::LongText { max: number(answers, "longueur", LENGTH, MAX_MESSAGE)? },
        Kind::Creance { .. } => Kind::Creance { max: number(answers, "nombre", COUNT, MAX_CREANCES)? },
        Kind::Choice { options: current } => {
            Kind::Choice { options: options::read(current, answers.text("choix"))? }
        }
        kind => kind.clone(),
    })
}

fn number(answers: &Answers, name: &str, label: &str, max: usize) -> Result<usize, Problems> {
    let number = answers.text(name).parse().ok().filter(|number| (1..=max).contains(number));
    let label = label.to_owned();
    number.ok_or_else(|| vec![FieldProblem::new(name, Problem::NotWithin { label, max })])
}
