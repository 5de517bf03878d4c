//! What forms that a passkey answers have in common.

use domain::factor_forms::PASSKEY_ANSWER;
use leptos::prelude::*;

use crate::ui::*;

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
            autocomplete="off"
            data-passkey=if makes { "create" } else { "get" }
            data-question=question
            data-at-once=at_once.then_some("")
        />
        <noscript>
            <Notice kind=NoticeKind::Warning title="Les scripts sont désactivés">
                <p>
                    "Une clé d’accès ne peut être utilisée qu’avec eux. Activez-les pour ce site puis rechargez la page, ou \
                     choisissez un autre moyen."
                </p>
            </Notice>
        </noscript>
    }
}
