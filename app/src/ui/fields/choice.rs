//! Closed lists and boxes to tick.

use domain::form::ChoiceOption;
use leptos::prelude::*;

use super::asked::Asked;
use super::frame;

/// Up to this many options are all shown; more go into a list that opens.
const SHOWN_AT_ONCE: usize = 5;

pub fn choice(asked: Asked, options: Vec<ChoiceOption>) -> AnyView {
    if options.len() > SHOWN_AT_ONCE {
        let options = options.into_iter().map(|option| (option.value, option.label)).collect();
        return select(&asked, options);
    }
    // What must be answered and has one answer only is already chosen.
    let only = asked.mandatory && options.len() == 1 && asked.value().is_empty();
    let buttons = options
        .into_iter()
        .enumerate()
        .map(|(rank, option)| {
            view! {
                <label class="option">
                    <input
                        type="radio"
                        id=id_of(&asked.name, rank)
                        name=asked.name.clone()
                        checked=only || asked.has(&option.value)
                        value=option.value
                    />
                    <span>{option.label}</span>
                </label>
            }
        })
        .collect_view();
    frame::group(&asked, true, view! { <div class="options">{buttons}</div> })
}

/// The first control of a group bears the field's name, so that the error summary leads to it.
pub fn id_of(name: &str, rank: usize) -> String {
    if rank == 0 { name.to_owned() } else { format!("{name}-{}", rank + 1) }
}

/// A list that opens; a kept answer that it no longer holds is not chosen again in silence.
pub fn select(asked: &Asked, options: Vec<(String, String)>) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let selected = asked.has(&value);
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    let control = view! {
        <select
            class="control"
            id=asked.name.clone()
            name=asked.name.clone()
            autocomplete=asked.autocomplete.clone()
            aria-describedby=asked.described_by()
            aria-invalid=asked.invalid()
            aria-required=asked.required()
        >
            <option value="">"Choisir…"</option>
            {options}
        </select>
    };
    frame::field(asked, control)
}

/// A box to tick; it sends `oui`.
pub fn tick(asked: Asked) -> AnyView {
    let control = view! {
        <label class="option">
            <input
                type="checkbox"
                id=asked.name.clone()
                name=asked.name.clone()
                value="oui"
                checked=!asked.value().is_empty()
                aria-describedby=asked.described_by()
                aria-invalid=asked.invalid()
                aria-required=asked.required()
            />
            <span>{asked.label.clone()} {asked.mandatory.then(frame::star)}</span>
        </label>
    };
    frame::ticked(&asked, control)
}
