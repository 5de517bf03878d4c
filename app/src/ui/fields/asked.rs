use std::sync::Arc;

use domain::form::{Answers, Condition, FieldDefinition, FormDefinition, Kind};
use domain::problem::Problems;

use super::FieldLists;
use crate::ui::errors::sentence_for;

/// One field as it is asked now: its definition, what was answered, what is wrong with that.
pub(super) struct Asked {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub mandatory: bool,
    pub kind: Kind,
    pub autocomplete: Option<String>,
    /// When the field matters, for machines: `niveau=sms|totp`.
    pub condition: Option<String>,
    /// The same for people.
    pub when: Option<String>,
    pub answers: Answers,
    pub problem: Option<String>,
    pub lists: Arc<FieldLists>,
}

impl Asked {
    pub fn new(
        field: &FieldDefinition,
        form: &FormDefinition,
        answers: &Answers,
        problems: &Problems,
        lists: Arc<FieldLists>,
    ) -> Self {
        let condition = field.only_if.as_ref();
        Self {
            name: field.name.clone(),
            label: field.label.clone(),
            hint: field.hint.clone(),
            mandatory: field.mandatory,
            kind: field.kind.clone(),
            autocomplete: field.autocomplete.clone(),
            condition: condition
                .map(|condition| format!("{}={}", condition.field, condition.values.join("|"))),
            when: condition.map(|condition| when(condition, form)),
            answers: answers.clone(),
            problem: problem_of(field, problems),
            lists,
        }
    }

    /// The answer as kept.
    pub fn value(&self) -> String {
        self.answers.text(&self.name).to_owned()
    }

    pub fn has(&self, value: &str) -> bool {
        self.answers.all(&self.name).iter().any(|answer| answer == value)
    }

    pub fn hint_id(&self) -> String {
        format!("{}-aide", self.name)
    }

    pub fn when_id(&self) -> String {
        format!("{}-quand", self.name)
    }

    pub fn error_id(&self) -> String {
        format!("{}-erreur", self.name)
    }

    /// For `aria-describedby`: the hint, when the field matters, and what is wrong.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::with_capacity(3);
        ids.extend(self.when.is_some().then(|| self.when_id()));
        ids.extend(self.hint.is_some().then(|| self.hint_id()));
        ids.push(self.error_id());
        ids.join(" ")
    }

    pub fn invalid(&self) -> Option<&'static str> {
        self.problem.is_some().then_some("true")
    }

    pub fn required(&self) -> Option<&'static str> {
        self.mandatory.then_some("true")
    }

    /// A hint that the kind always needs, after the definition's own.
    pub fn explain(&mut self, more: String) {
        self.hint = Some(match self.hint.take() {
            Some(hint) => format!("{hint} {more}"),
            None => more,
        });
    }
}

/// A period is sent in two parts, and either may be what is wrong.
fn problem_of(field: &FieldDefinition, problems: &Problems) -> Option<String> {
    sentence_for(&field.name, problems).or_else(|| match field.kind {
        Kind::Period => {
            ["debut", "fin"].iter().find_map(|part| sentence_for(&format!("{}_{part}", field.name), problems))
        }
        _ => None,
    })
}

/// « À remplir seulement si … », with the labels that the person sees.
fn when(condition: &Condition, form: &FormDefinition) -> String {
    let asked = form.fields.iter().find(|field| field.name == condition.field);
    let label = asked.map_or(condition.field.as_str(), |field| field.label.as_str());
    let values: Vec<String> = condition.values.iter().map(|value| option_label(asked, value)).collect();
    match asked.map(|field| &field.kind) {
        Some(Kind::Tick) => format!("À remplir seulement si la case « {label} » est cochée."),
        _ => format!("À remplir seulement si « {label} » est {}.", values.join(" ou ")),
    }
}

fn option_label(asked: Option<&FieldDefinition>, value: &str) -> String {
    let label = match asked.map(|field| &field.kind) {
        Some(Kind::Choice { options }) => options.iter().find(|option| option.value == value),
        _ => None,
    };
    format!("« {} »", label.map_or(value, |option| option.label.as_str()))
}
