use leptos::prelude::*;

/// The identifiant of the account whose password a form asks, for password managers: they read a text input, not a hidden
/// one. Neither shown, focusable, announced nor sent. Has the identifier that the strength estimate reads.
#[component]
pub fn Username(login: String) -> impl IntoView {
    view! {
        <input
            class="visually-hidden"
            type="text"
            id="identifiant"
            value=login
            autocomplete="username"
            readonly
            tabindex="-1"
            aria-hidden="true"
        />
    }
}
