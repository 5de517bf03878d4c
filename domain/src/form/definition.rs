use serde::{Deserialize, Serialize};

use super::answers::Answers;
use super::dates::period_names;
use super::kind::Kind;
use super::normal::{clean_value, normal_value};

/// The form of a page: an ordered list of fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// Stable name in kebab case: `inscription`, `connexion`, `motif-echeancier`.
    pub name: String,
    pub fields: Vec<FieldDefinition>,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDefinition {
    /// Name of the answer in snake case, unique within the form.
    pub name: String,
    pub label: String,
    /// Line under the label: format, example, where to find the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(default)]
    pub mandatory: bool,
    pub kind: Kind,
    /// If set, the field applies only when another answer has one of these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
    /// HTML `autocomplete` token, for personal data that the browser can fill in (WCAG 1.3.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
}

/// Condition on another field: satisfied if the answer to `field` is one of `values`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub field: String,
    pub values: Vec<String>,
}

impl Condition {
    pub fn holds(&self, answers: &Answers) -> bool {
        answers.all(&self.field).iter().any(|answer| self.values.contains(answer))
    }
}

impl FieldDefinition {
    /// Returns `true` if the field applies, given the other answers.
    pub fn is_applicable(&self, answers: &Answers) -> bool {
        self.only_if.as_ref().is_none_or(|condition| condition.holds(answers))
    }

    /// Creates an optional field that always applies.
    pub fn new(name: &str, label: &str, kind: Kind) -> Self {
        FieldDefinition {
            name: name.to_owned(),
            label: label.to_owned(),
            hint: None,
            mandatory: false,
            kind,
            only_if: None,
            autocomplete: None,
        }
    }

    #[must_use]
    pub fn mandatory(mut self) -> Self {
        self.mandatory = true;
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }

    #[must_use]
    pub fn autocomplete(mut self, token: &str) -> Self {
        self.autocomplete = Some(token.to_owned());
        self
    }

    #[must_use]
    pub fn only_if(mut self, field: &str, values: &[&str]) -> Self {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        self.only_if = Some(Condition { field: field.to_owned(), values });
        self
    }

    /// Names of its inputs: two for a period, one otherwise.
    pub fn input_names(&self) -> Vec<String> {
        match self.kind {
            Kind::Period => period_names(&self.name).to_vec(),
            _ => vec![self.name.clone()],
        }
    }
}

impl FormDefinition {
    pub fn new(name: &str, fields: Vec<FieldDefinition>) -> Self {
        FormDefinition { name: name.to_owned(), fields }
    }

    pub fn field(&self, name: &str) -> Option<&FieldDefinition> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Fields of the attachments step.
    pub fn file_slots(&self) -> impl Iterator<Item = &FieldDefinition> {
        self.fields.iter().filter(|field| field.kind == Kind::File)
    }

    /// Returns the answers to the fields that apply, in normal form and without unknown ones: those to store on
    /// completion.
    pub fn applicable_answers(&self, answers: &Answers) -> Answers {
        self.answers_of(answers, |field| field.is_applicable(answers), normal_value)
    }

    /// Returns the answers without secrets and unknown fields, as typed: may be redisplayed or stored as a draft.
    pub fn non_secret_answers(&self, answers: &Answers) -> Answers {
        self.answers_of(answers, |field| !field.kind.is_secret(), clean_value)
    }

    /// Returns the answers to show again after a refusal: as typed, without secrets and unknown fields. Values and their
    /// number are bounded, so that nobody can fill the disk with refused forms.
    pub fn redisplayed_answers(&self, answers: &Answers) -> Answers {
        let mut kept = Answers::default();
        for field in self.fields.iter().filter(|field| !field.kind.is_secret() && field.kind != Kind::File) {
            for name in field.input_names() {
                for value in answers.all(&name).iter().take(field.kind.max_kept_values()) {
                    let cut: String = value.chars().take(field.kind.max_kept_characters()).collect();
                    kept.push(name.clone(), cut);
                }
            }
        }
        kept
    }

    /// Returns all answers, those to the fields in normal form, others (hidden inputs) as sent.
    pub fn normal_answers(&self, answers: &Answers) -> Answers {
        let mut normal = answers.clone();
        for field in &self.fields {
            for name in field.input_names() {
                normal.remove(&name);
            }
        }
        for (name, values) in self.answers_of(answers, |_| true, normal_value).iter() {
            for value in values {
                normal.push(name, value);
            }
        }
        normal
    }

    fn answers_of(
        &self,
        answers: &Answers,
        wanted: impl Fn(&FieldDefinition) -> bool,
        form: fn(&Kind, &str) -> String,
    ) -> Answers {
        let mut found = Answers::default();
        for field in self.fields.iter().filter(|field| wanted(field)) {
            for name in field.input_names() {
                for value in answers.all(&name) {
                    found.push(name.clone(), form(&field.kind, value));
                }
            }
        }
        found
    }
}
