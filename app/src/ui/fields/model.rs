//! View model of a field, for the renderers.

use std::sync::Arc;

use domain::{
    form::{Answers, Condition, FieldDefinition, FormDefinition, Kind, normal_value},
    problem::Problems,
};

use crate::ui::errors::sentence_for;

/// Options of the lists that depend on the company, as pairs of value and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldLists {
    pub sirets: Vec<(String, String)>,
    pub creances: Vec<(String, String)>,
    pub mandats: Vec<(String, String)>,
}

/// A field to render: its definition, its answer and its problem.
pub(super) struct FieldModel {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub mandatory: bool,
    pub kind: Kind,
    pub autocomplete: Option<String>,
    /// Condition to show the field, as read by scripts: `niveau=sms|totp`.
    pub condition: Option<String>,
    /// The condition as a sentence.
    pub condition_text: Option<String>,
    pub answers: Answers,
    pub problem: Option<String>,
    pub lists: Arc<FieldLists>,
}

impl FieldModel {
    pub fn new(
        definition: &FieldDefinition,
        form: &FormDefinition,
        answers: &Answers,
        problems: &Problems,
        lists: Arc<FieldLists>,
    ) -> Self {
        let condition = definition.only_if.as_ref();
        Self {
            name: definition.name.clone(),
            label: definition.label.clone(),
            hint: definition.hint.clone(),
            mandatory: definition.mandatory,
            kind: definition.kind.clone(),
            autocomplete: definition.autocomplete.clone(),
            condition: condition
                .map(|condition| format!("{}={}", condition.field, condition.values.join("|"))),
            condition_text: condition.map(|condition| condition_text(condition, form)),
            answers: answers.clone(),
            problem: problem_of(definition, problems),
            lists,
        }
    }

    /// The stored answer.
    pub fn value(&self) -> String {
        self.value_of(&self.name)
    }

    /// The stored answer of one input. Dates and months typed as text are in the only form that pickers display.
    pub fn value_of(&self, input: &str) -> String {
        let value = self.answers.text(input);
        match self.kind {
            Kind::Date | Kind::Month | Kind::Period => normal_value(&self.kind, value),
            _ => value.to_owned(),
        }
    }

    /// Returns `true` if `value` is one of the answers.
    pub fn is_selected(&self, value: &str) -> bool {
        self.answers.all(&self.name).iter().any(|answer| answer == value)
    }

    pub fn label_id(&self) -> String {
        format!("{}-nom", self.name)
    }

    /// Identifier of the line that counts the characters of a long text.
    pub fn count_id(&self) -> String {
        format!("{}-compte", self.name)
    }

    pub fn hint_id(&self) -> String {
        format!("{}-aide", self.name)
    }

    pub fn condition_id(&self) -> String {
        format!("{}-quand", self.name)
    }

    pub fn error_id(&self) -> String {
        format!("{}-erreur", self.name)
    }

    /// Value of `aria-describedby`: condition, hint, count and error.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::with_capacity(3);
        ids.extend(self.condition_text.is_some().then(|| self.condition_id()));
        ids.extend(self.hint.is_some().then(|| self.hint_id()));
        ids.extend(matches!(self.kind, Kind::LongText { .. }).then(|| self.count_id()));
        ids.push(self.error_id());
        ids.join(" ")
    }

    pub fn invalid(&self) -> Option<&'static str> {
        self.problem.is_some().then_some("true")
    }

    pub fn required(&self) -> Option<&'static str> {
        self.mandatory.then_some("true")
    }

    /// Appends the hint of the kind to the hint of the definition.
    pub fn append_hint(&mut self, more: String) {
        self.hint = Some(match self.hint.take() {
            Some(hint) => format!("{hint} {more}"),
            None => more,
        });
    }
}

/// The problem of a field; a period is sent in two parts, and either may be invalid.
fn problem_of(field: &FieldDefinition, problems: &Problems) -> Option<String> {
    sentence_for(&field.name, problems).or_else(|| match field.kind {
        Kind::Period => {
            ["debut", "fin"].iter().find_map(|part| sentence_for(&format!("{}_{part}", field.name), problems))
        }
        _ => None,
    })
}

/// Formats a condition: « À remplir seulement si … », with the displayed labels.
fn condition_text(condition: &Condition, form: &FormDefinition) -> String {
    let field = form.fields.iter().find(|field| field.name == condition.field);
    let label = field.map_or(condition.field.as_str(), |field| field.label.as_str());
    let values: Vec<String> = condition.values.iter().map(|value| option_label(field, value)).collect();
    match field.map(|field| &field.kind) {
        Some(Kind::Checkbox) => format!("À remplir seulement si la case «\u{a0}{label}\u{a0}» est cochée."),
        _ => format!("À remplir seulement si «\u{a0}{label}\u{a0}» est {}.", values.join(" ou ")),
    }
}

fn option_label(field: Option<&FieldDefinition>, value: &str) -> String {
    let label = match field.map(|field| &field.kind) {
        Some(Kind::Choice { options }) => options.iter().find(|option| option.value == value),
        _ => None,
    };
    format!("«\u{a0}{}\u{a0}»", label.map_or(value, |option| option.label.as_str()))
}
