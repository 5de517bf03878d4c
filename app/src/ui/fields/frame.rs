//! The frame of every control: label, hints, error, and the attributes read by the browser's check.

use leptos::prelude::*;

use super::model::FieldModel;

/// The asterisk of a mandatory field, with its meaning for screen readers.
pub fn star() -> impl IntoView {
    view! {
        <span class="field__star" aria-hidden="true">"*"</span>
        <span class="visually-hidden">" (obligatoire)"</span>
    }
}

fn class_of(field: &FieldModel) -> &'static str {
    if field.problem.is_some() { "field field--error" } else { "field" }
}

fn hints(field: &FieldModel) -> impl IntoView + use<> {
    let condition = field.condition_text.clone();
    let condition = condition.map(|text| view! { <p class="field__when" id=field.condition_id()>{text}</p> });
    let hint = field.hint.clone().map(|hint| view! { <p class="field__hint" id=field.hint_id()>{hint}</p> });
    (condition, hint)
}

fn error(field: &FieldModel) -> impl IntoView + use<> {
    let none = field.problem.is_none();
    view! { <p class="field__error" id=field.error_id() hidden=none>{field.problem.clone()}</p> }
}

/// Frames a single control, whose identifier is the field's name.
pub fn single(field: &FieldModel, control: impl IntoView + 'static) -> AnyView {
    // The button of a password refers to the name of its field.
    let text = match field.kind.is_secret() {
        true => view! { <span id=field.label_id() data-visible="">{field.label.clone()}</span> }.into_any(),
        false => field.label.clone().into_any(),
    };
    let label = view! {
        <label class="field__label" for=field.name.clone() data-visible="">{text} {field.mandatory.then(star)}</label>
    };
    frame(field, (label, hints(field), control, error(field)))
}

/// Frames several controls: radio buttons, checkboxes, the two months of a period. `exclusive`: allows one answer only.
pub fn group(field: &FieldModel, exclusive: bool, controls: impl IntoView + 'static) -> AnyView {
    // Only a radio group may have `aria-required` and `aria-invalid` (ARIA); other groups set them on their controls.
    let role = exclusive.then_some("radiogroup");
    view! {
        <fieldset
            class=class_of(field)
            role=role
            aria-required=if exclusive { field.required() } else { None }
            aria-invalid=if exclusive { field.invalid() } else { None }
            aria-describedby=field.described_by()
            data-field=field.name.clone()
            data-check=field.kind.to_string()
            data-label=field.label.clone()
            data-mandatory=field.mandatory
            data-only-if=field.condition.clone()
        >
            <legend class="field__label" data-visible="">{field.label.clone()} {field.mandatory.then(star)}</legend>
            {hints(field)}
            {controls}
            {error(field)}
        </fieldset>
    }
    .into_any()
}

/// Frames a checkbox, which comes before its label.
pub fn checkbox(field: &FieldModel, control: impl IntoView + 'static) -> AnyView {
    frame(field, (control, hints(field), error(field)))
}

fn frame(field: &FieldModel, content: impl IntoView + 'static) -> AnyView {
    view! {
        <div
            class=class_of(field)
            data-field=field.name.clone()
            data-check=field.kind.to_string()
            data-label=field.label.clone()
            data-mandatory=field.mandatory
            data-only-if=field.condition.clone()
        >
            {content}
        </div>
    }
    .into_any()
}

/// Announces a file: it is added later, at the attachments step.
pub fn file_notice(field: &FieldModel) -> AnyView {
    let hint = field.hint.clone().map(|hint| format!("{hint} "));
    view! {
        <div class="field">
            <p class="field__label">{field.label.clone()} {field.mandatory.then(star)}</p>
            <p class="field__hint">{hint} "Ce document est à joindre à l’étape «\u{a0}Pièces jointes\u{a0}»."</p>
        </div>
    }
    .into_any()
}
