//! Fields whose options come from the company's data, and the list of countries.

use domain::country;
use leptos::prelude::*;

use super::{
    choice::{option_id, select},
    frame,
    model::FieldModel,
    text::{self, COMPANY_NUMBER, IBAN},
};

/// Maximum number of checkboxes shown without scrolling.
const LONG_LIST: usize = 8;

/// An establishment of the company; preselected if there is only one.
pub fn siret(mut field: FieldModel) -> AnyView {
    let sirets = field.lists.sirets.clone();
    match sirets.as_slice() {
        [] => text::input(field, COMPANY_NUMBER),
        [(only, _)] => {
            if field.value().is_empty() {
                field.answers.set(field.name.clone(), only.clone());
            }
            select(&field, sirets)
        }
        _ => select(&field, sirets),
    }
}

pub fn mandat(field: FieldModel) -> AnyView {
    let mandats = field.lists.mandats.clone();
    if mandats.is_empty() { text::input(field, IBAN) } else { select(&field, mandats) }
}

pub fn countries(field: FieldModel) -> AnyView {
    let countries =
        country::all().iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    select(&field, countries)
}

/// Checkboxes for the créances of the SIREN, and a text input for another reference.
pub fn creances(mut field: FieldModel, max: usize) -> AnyView {
    if max > 1 {
        field.append_hint(format!("Jusqu’à {max} créances."));
    }
    let known = field.lists.creances.clone();
    let typed: Vec<String> = field
        .answers
        .all(&field.name)
        .iter()
        .filter(|answer| !answer.trim().is_empty() && known.iter().all(|(value, _)| value != *answer))
        .cloned()
        .collect();
    // Of several typed references, the last one fills the input again and the others become checked boxes.
    let (other, checked) = typed.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
    let boxes: Vec<(String, String)> =
        known.into_iter().chain(checked.iter().map(|value| (value.clone(), value.clone()))).collect();
    let other_id = if boxes.is_empty() { field.name.clone() } else { format!("{}-autre", field.name) };
    let class = if boxes.len() > LONG_LIST { "options options--scroll" } else { "options" };
    let list = (!boxes.is_empty()).then(|| {
        let boxes =
            boxes.into_iter().enumerate().map(|(rank, option)| creance(&field, rank, option)).collect_view();
        view! { <div class=class>{boxes}</div> }
    });
    let label = if list.is_some() { "Autre référence" } else { "Référence" };
    let controls = view! {
        {list}
        <div class="option--other">
            <label class="field__part" for=other_id.clone()>{label}</label>
            <input
                class="control control--medium control--figures"
                type="text"
                id=other_id
                name=field.name.clone()
                value=other.to_owned()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=field.error_id()
                aria-invalid=field.invalid()
            />
        </div>
    };
    frame::group(&field, false, controls)
}

fn creance(field: &FieldModel, rank: usize, (value, label): (String, String)) -> impl IntoView + use<> {
    view! {
        <label class="option">
            <input
                type="checkbox"
                id=option_id(&field.name, rank)
                name=field.name.clone()
                checked=field.is_selected(&value)
                value=value
                aria-describedby=field.error_id()
                aria-invalid=field.invalid()
            />
            <span>{label}</span>
        </label>
    }
}
