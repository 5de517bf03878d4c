//! Page of a mail link that can no longer be used.

use leptos::prelude::*;

use crate::page::Page;

/// Renders the page. The children are the next steps.
#[component]
pub(super) fn InvalidLinkPage(reason: &'static str, children: Children) -> impl IntoView {
    view! {
        <Page title="Ce lien n’est pas valable">
            <p>{reason}</p>
            {children()}
        </Page>
    }
}
