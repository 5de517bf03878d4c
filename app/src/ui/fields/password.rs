//! Password inputs: never prefilled, paste allowed, shown on demand.

use leptos::prelude::*;

use super::{frame, model::FieldModel};

/// A new password, with an estimate of its strength while typing.
pub fn new_password(field: FieldModel) -> AnyView {
    let strength = view! { <p class="strength" role="status" data-strength=field.name.clone()></p> };
    let control = (input(&field, "new-password"), strength);
    frame::single(&field, control)
}

pub fn repeated(field: FieldModel) -> AnyView {
    let control = input(&field, "new-password");
    frame::single(&field, control)
}

pub fn current_password(field: FieldModel) -> AnyView {
    let control = input(&field, "current-password");
    frame::single(&field, control)
}

fn input(field: &FieldModel, autocomplete: &'static str) -> impl IntoView + use<> {
    let button_id = format!("{}-voir", field.name);
    // Two fields may show such a button: each is named after its field.
    let button_name = format!("{button_id} {}", field.label_id());
    let autocomplete = field.autocomplete.clone().unwrap_or_else(|| autocomplete.to_owned());
    view! {
        <div class="reveal" data-withheld="">
            <input
                class="control"
                type="password"
                id=field.name.clone()
                name=field.name.clone()
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=field.described_by()
                aria-invalid=field.invalid()
                aria-required=field.required()
            />
            <button
                class="button button--secondary"
                type="button"
                id=button_id
                aria-labelledby=button_name
                data-reveal=field.name.clone()
                data-show="Afficher"
                data-hide="Masquer"
                aria-controls=field.name.clone()
                hidden
            >
                "Afficher"
            </button>
        </div>
    }
}
