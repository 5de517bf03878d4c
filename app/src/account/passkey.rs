//! What forms that a passkey answers have in common.

use domain::factor_forms::PASSKEY_ANSWER;
use leptos::prelude::*;

/// What the browser is to ask a passkey when the form around it is sent; its answer goes with the form.
#[component]
pub(super) fn PasskeyQuestion(
    question: String,
    /// A new passkey is to be made.
    #[prop(optional)]
    makes: bool,
    /// The person has just asked for it on the page before.
    #[prop(optional)]
    at_once: bool,
) -> impl IntoView {
    view! {
        <input
            type="hidden"
            name=PASSKEY_ANSWER
            data-passkey=if makes { "create" } else { "get" }
            data-question=question
            data-at-once=at_once.then_some("")
        />
        <p class="muted">"Une clé d’accès demande un navigateur à jour où les scripts sont activés."</p>
    }
}
