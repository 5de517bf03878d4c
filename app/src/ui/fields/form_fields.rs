//! Renders the fields of a form definition, one renderer per kind of field.

use std::sync::Arc;

use domain::form::{Answers, FormDefinition, Kind};
use domain::problem::Problems;
use leptos::prelude::*;

use super::model::{FieldLists, FieldModel};
use super::{choice, frame, lists, password, text};

/// The fields of a form, in order. `only` selects a subset, to split a definition into several groups.
#[component]
pub fn FormFields(
    definition: FormDefinition,
    answers: Answers,
    problems: Problems,
    #[prop(optional)] lists: FieldLists,
    #[prop(optional)] only: &'static [&'static str],
) -> impl IntoView {
    let lists = Arc::new(lists);
    let fields = definition
        .fields
        .iter()
        .filter(|field| only.is_empty() || only.contains(&field.name.as_str()))
        .map(|field| render(FieldModel::new(field, &definition, &answers, &problems, Arc::clone(&lists))))
        .collect_view();
    view! { <div class="fields">{fields}</div> }
}

fn render(field: FieldModel) -> AnyView {
    match field.kind.clone() {
        Kind::ShortText { .. } | Kind::PersonName { .. } => text::input(field, text::TextInput::default()),
        Kind::LongText { max } => text::long_text(field, max),
        Kind::Choice { options } => choice::choice(field, options),
        Kind::Checkbox => choice::checkbox(field),
        Kind::Date => text::formatted(field, text::DATE, text::DATE_HINT),
        Kind::Month => text::formatted(field, text::MONTH, text::MONTH_HINT),
        Kind::Period => text::period(field),
        Kind::Quarter => text::formatted(field, text::QUARTER, text::QUARTER_HINT),
        Kind::Amount => text::amount(field),
        Kind::Number => text::input(field, text::NUMBER),
        Kind::Siret => lists::siret(field),
        Kind::Creance { max } => lists::creances(field, max),
        Kind::Mandat => lists::mandat(field),
        Kind::Iban => text::input(field, text::IBAN),
        Kind::Reference { format } => text::input(field, text::reference(format)),
        Kind::Nomenclature => text::input(field, text::NOMENCLATURE),
        Kind::Country => lists::countries(field),
        Kind::Phone | Kind::Mobile => text::input(field, text::TELEPHONE),
        Kind::Email => text::input(field, text::EMAIL),
        Kind::Login => text::input(field, text::LOGIN),
        Kind::NewPassword => password::new_password(field),
        Kind::Repeat { .. } => password::repeated(field),
        Kind::Password => password::current_password(field),
        Kind::Code => text::input(field, text::CODE),
        Kind::RecoveryCode => text::input(field, text::RECOVERY_CODE),
        Kind::CompanyNumber => text::input(field, text::COMPANY_NUMBER),
        Kind::File => frame::file_notice(&field),
    }
}
