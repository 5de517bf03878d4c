//! The one renderer of every form: a definition, the answers so far and what is wrong with them become
//! markup, one renderer per kind. Registration, sign-in and all motifs come through here.

mod asked;
mod choice;
mod frame;
mod lines;
mod lists;
mod password;

use std::sync::Arc;

use domain::form::{Answers, FormDefinition, Kind};
use domain::problem::Problems;
use leptos::prelude::*;

use asked::Asked;
pub(super) use frame::star;

/// What the lists offer, as pairs of value and label: it depends on the company, not on the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldLists {
    pub sirets: Vec<(String, String)>,
    pub creances: Vec<(String, String)>,
    pub mandats: Vec<(String, String)>,
}

/// The fields of a form, in order; `only` names a subset, to spread a definition over several groups.
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
        .map(|field| draw(Asked::new(field, &definition, &answers, &problems, Arc::clone(&lists))))
        .collect_view();
    view! { <div class="fields">{fields}</div> }
}

fn draw(asked: Asked) -> AnyView {
    match asked.kind.clone() {
        Kind::ShortText { .. } => lines::text(asked, lines::Line::default()),
        Kind::LongText { max } => lines::long_text(asked, max),
        Kind::Choice { options } => choice::choice(asked, options),
        Kind::Tick => choice::tick(asked),
        Kind::Date => lines::text(asked, lines::Line::of_type("date").short()),
        Kind::Month => lines::text(asked, lines::MONTH),
        Kind::Period => lines::period(asked),
        Kind::Quarter => lines::text(asked, lines::QUARTER),
        Kind::Amount => lines::amount(asked),
        Kind::Siret => lists::siret(asked),
        Kind::Creance { max } => lists::creances(asked, max),
        Kind::Mandat => lists::mandat(asked),
        Kind::Iban => lines::text(asked, lines::IBAN),
        Kind::Reference { format } => lines::text(asked, lines::reference(format)),
        Kind::Nomenclature => lines::text(asked, lines::NOMENCLATURE),
        Kind::Country => lists::countries(asked),
        Kind::Phone | Kind::Mobile => lines::text(asked, lines::TELEPHONE),
        Kind::Email => lines::text(asked, lines::EMAIL),
        Kind::Login => lines::text(asked, lines::LOGIN),
        Kind::NewPassword => password::chosen(asked),
        Kind::Repeat { .. } => password::repeated(asked),
        Kind::Password => password::compared(asked),
        Kind::Code => lines::text(asked, lines::CODE),
        Kind::RecoveryCode => lines::text(asked, lines::RECOVERY_CODE),
        Kind::CompanyNumber => lines::text(asked, lines::COMPANY_NUMBER),
        Kind::File => frame::file_later(&asked),
    }
}
