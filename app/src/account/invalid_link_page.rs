//! Page of a mail link that can no longer be used.

use leptos::prelude::*;

use crate::page::Page;

/// Renders the page. The children are the next steps.
#[component]
pub(super) fn InvalidLinkPage(
    /// « Ce lien d’activation »
    link: &'static str,
    reason: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Page title=format!("{link} n’est pas valable")>
            <p>{reason}</p>
            {children()}
        </Page>
    }
}
