//! What surrounds every control: label, hints, the place of its error, and what the browser's check reads.

use leptos::prelude::*;

use super::asked::Asked;

/// The asterisk, and the word it stands for.
pub(in crate::ui) fn star() -> impl IntoView {
    view! {
        <span class="field__star" aria-hidden="true">"*"</span>
        <span class="visually-hidden">" (obligatoire)"</span>
    }
}

fn class_of(asked: &Asked) -> &'static str {
    if asked.problem.is_some() { "field field--error" } else { "field" }
}

fn hints(asked: &Asked) -> impl IntoView + use<> {
    let when = asked.when.clone().map(|when| view! { <p class="field__when" id=asked.when_id()>{when}</p> });
    let hint = asked.hint.clone().map(|hint| view! { <p class="field__hint" id=asked.hint_id()>{hint}</p> });
    (when, hint)
}

fn error(asked: &Asked) -> impl IntoView + use<> {
    let none = asked.problem.is_none();
    view! { <p class="field__error" id=asked.error_id() hidden=none>{asked.problem.clone()}</p> }
}

/// A field of one control, whose id is the field's name.
pub fn field(asked: &Asked, control: impl IntoView + 'static) -> AnyView {
    view! {
        <div
            class=class_of(asked)
            data-field=asked.name.clone()
            data-check=asked.kind.to_string()
            data-label=asked.label.clone()
            data-mandatory=asked.mandatory
            data-only-if=asked.condition.clone()
        >
            <label class="field__label" for=asked.name.clone()>{asked.label.clone()} {asked.mandatory.then(star)}</label>
            {hints(asked)}
            {control}
            {error(asked)}
        </div>
    }
    .into_any()
}

/// A field of several controls: radios, boxes to tick, the two months of a period. `exclusive`: one answer only.
pub fn group(asked: &Asked, exclusive: bool, controls: impl IntoView + 'static) -> AnyView {
    // Only a radio group may itself be mandatory or wrong (ARIA); other groups say it on their controls.
    let role = exclusive.then_some("radiogroup");
    view! {
        <fieldset
            class=class_of(asked)
            role=role
            aria-required=if exclusive { asked.required() } else { None }
            aria-invalid=if exclusive { asked.invalid() } else { None }
            aria-describedby=asked.described_by()
            data-field=asked.name.clone()
            data-check=asked.kind.to_string()
            data-label=asked.label.clone()
            data-mandatory=asked.mandatory
            data-only-if=asked.condition.clone()
        >
            <legend class="field__label">{asked.label.clone()} {asked.mandatory.then(star)}</legend>
            {hints(asked)}
            {controls}
            {error(asked)}
        </fieldset>
    }
    .into_any()
}

/// A box to tick stands before its own label.
pub fn ticked(asked: &Asked, control: impl IntoView + 'static) -> AnyView {
    view! {
        <div
            class=class_of(asked)
            data-field=asked.name.clone()
            data-check=asked.kind.to_string()
            data-label=asked.label.clone()
            data-mandatory=asked.mandatory
            data-only-if=asked.condition.clone()
        >
            {control}
            {hints(asked)}
            {error(asked)}
        </div>
    }
    .into_any()
}

/// A file is added at the attachments step; the form only announces it.
pub fn file_later(asked: &Asked) -> AnyView {
    let hint = asked.hint.clone().map(|hint| format!("{hint} "));
    view! {
        <div class="field">
            <p class="field__label">{asked.label.clone()} {asked.mandatory.then(star)}</p>
            <p class="field__hint">{hint} "Ce document est à joindre à l’étape « Pièces jointes »."</p>
        </div>
    }
    .into_any()
}
