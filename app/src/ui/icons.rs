//! The portal's icons, inline so that the content security policy needs no exception.

use leptos::prelude::*;

/// The logo: a gate and its opening barrier.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
            <rect width="40" height="40" rx="10" fill="#fff" />
            <path d="M11 30V20a9 9 0 0 1 18 0" fill="none" stroke="#0c3c49" stroke-width="4" stroke-linecap="round" />
            <path d="M11 30 30 23" fill="none" stroke="#d9752f" stroke-width="4" stroke-linecap="round" />
        </svg>
    }
}

/// A sheet with a folded corner.
#[component]
pub fn SheetIcon() -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <path
                d="M6 2.500h8l4.5 4.500v14.500H6zM14 2.500V7h4.500M9 12h6.500M9 16h6.5"
                fill="none"
                stroke="currentColor"
                stroke-width="1.6"
                stroke-linejoin="round"
                stroke-linecap="round"
            />
        </svg>
    }
}
