//! Hidden field of the forms that use a passkey.

use domain::mfa_forms::PASSKEY_RESPONSE;
use leptos::prelude::*;

use crate::ui::MandatoryNote;

/// WebAuthn challenge for the browser to answer when the enclosing form is submitted; the response is sent
/// with the form.
#[component]
pub(super) fn PasskeyChallenge(
    challenge: String,
    /// Create a passkey instead of using one.
    #[prop(optional)]
    create: bool,
    /// Start at once: the person has just requested it on the previous page.
    #[prop(optional)]
    at_once: bool,
) -> impl IntoView {
    view! {
        <input
            type="hidden"
            name=PASSKEY_RESPONSE
            data-passkey=if create { "create" } else { "get" }
            data-question=challenge
            data-at-once=at_once.then_some("")
        />
        <p class="muted">"Une clé d’accès nécessite un navigateur à jour où les scripts sont activés."</p>
    }
}

/// Challenge of a form that uses a passkey, or the note of a form with mandatory fields.
pub(crate) fn challenge_or_note(challenge: Option<String>) -> AnyView {
    match challenge {
        Some(challenge) => view! { <PasskeyChallenge challenge/> }.into_any(),
        None => view! { <MandatoryNote/> }.into_any(),
    }
}
