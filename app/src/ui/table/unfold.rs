use leptos::prelude::*;

/// Shows the rows of the preceding table, or the preceding list, that a phone hides. It has no content of its own: the
/// style sheet reads whether it is open.
#[component]
pub fn Unfold(#[prop(into)] label: String) -> impl IntoView {
    view! {
        <details class="unfold">
            <summary>
                <span class="unfold__more">{label}</span>
                <span class="unfold__less">"Réduire la liste"</span>
            </summary>
        </details>
    }
}
