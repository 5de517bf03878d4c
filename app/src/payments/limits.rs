use domain::card_payment::CardKind;
use leptos::prelude::*;

/// The kinds of créances that can be paid by card, and up to which amount.
#[component]
pub fn CardLimits() -> impl IntoView {
    let line = |kind: CardKind| {
        view! { <li>{kind.label()} "\u{a0}: jusqu’à " {kind.limit().to_string()} "."</li> }
    };
    view! { <ul>{CardKind::ALL.map(line).collect_view()}</ul> }
}
