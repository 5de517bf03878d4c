//! Radio buttons, selection lists and checkboxes.

use domain::form::ChoiceOption;
use leptos::prelude::*;

use super::{frame, model::FieldModel};

/// Maximum number of options shown as radio buttons; more become a selection list.
const MAX_RADIOS: usize = 5;

pub fn choice(field: FieldModel, options: Vec<ChoiceOption>) -> AnyView {
    if options.len() > MAX_RADIOS {
        let options = options.into_iter().map(|option| (option.value, option.label)).collect();
        return select(&field, options);
    }
    // The only option of a mandatory field is preselected.
    let only = field.mandatory && options.len() == 1 && field.value().is_empty();
    let buttons = options
        .into_iter()
        .enumerate()
        .map(|(rank, option)| {
            view! {
                <label class="option">
                    <input
                        type="radio"
                        id=option_id(&field.name, rank)
                        name=field.name.clone()
                        checked=only || field.is_selected(&option.value)
                        value=option.value
                    />
                    <span>{option.label}</span>
                </label>
            }
        })
        .collect_view();
    frame::group(&field, true, view! { <div class="options">{buttons}</div> })
}

/// Identifier of an option. The first one has the field's name, so that the error summary can link to it.
pub fn option_id(name: &str, rank: usize) -> String {
    if rank == 0 { name.to_owned() } else { format!("{name}-{}", rank + 1) }
}

/// A selection list. A stored answer that is no longer an option is not replaced by another one.
pub fn select(field: &FieldModel, options: Vec<(String, String)>) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let selected = field.is_selected(&value);
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    let control = view! {
        <select
            class="control"
            id=field.name.clone()
            name=field.name.clone()
            autocomplete=field.autocomplete.clone()
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
            aria-required=field.required()
        >
            <option value="">"Choisir…"</option>
            {options}
        </select>
    };
    frame::single(field, control)
}

/// A checkbox; it sends `oui`.
pub fn checkbox(field: FieldModel) -> AnyView {
    let control = view! {
        <label class="option">
            <input
                type="checkbox"
                id=field.name.clone()
                name=field.name.clone()
                value="oui"
                checked=!field.value().is_empty()
                aria-describedby=field.described_by()
                aria-invalid=field.invalid()
                aria-required=field.required()
            />
            <span>{field.label.clone()} {field.mandatory.then(frame::star)}</span>
        </label>
    };
    frame::checkbox(&field, control)
}
