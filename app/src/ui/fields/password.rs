//! Passwords: never shown again, pasted freely, seen on demand.

use leptos::prelude::*;

use super::asked::Asked;
use super::frame;

/// One being chosen, with an estimate of its strength while it is typed.
pub fn chosen(asked: Asked) -> AnyView {
    let strength = view! { <p class="strength" role="status" data-strength=asked.name.clone() hidden></p> };
    let control = (input(&asked, "new-password"), strength);
    frame::field(&asked, control)
}

pub fn repeated(asked: Asked) -> AnyView {
    let control = input(&asked, "new-password");
    frame::field(&asked, control)
}

pub fn compared(asked: Asked) -> AnyView {
    let control = input(&asked, "current-password");
    frame::field(&asked, control)
}

fn input(asked: &Asked, autocomplete: &'static str) -> impl IntoView + use<> {
    let autocomplete = asked.autocomplete.clone().unwrap_or_else(|| autocomplete.to_owned());
    view! {
        <div class="reveal">
            <input
                class="control"
                type="password"
                id=asked.name.clone()
                name=asked.name.clone()
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=asked.described_by()
                aria-invalid=asked.invalid()
                aria-required=asked.required()
            />
            <button
                class="button button--secondary"
                type="button"
                data-reveal=asked.name.clone()
                data-show="Afficher"
                data-hide="Masquer"
                aria-controls=asked.name.clone()
                hidden
            >
                "Afficher"
            </button>
        </div>
    }
}
