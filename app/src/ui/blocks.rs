use std::borrow::Cow;

use leptos::prelude::*;

use super::harmless;

/// A section with its heading.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Cow<'static, str>,
    /// Level of the heading, 2 to 4.
    #[prop(default = 2)]
    level: u8,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let (visible, title) = harmless(title);
    let heading = (!title.is_empty()).then(|| match level {
        4 => view! { <h4 class="card__title" data-visible=visible>{title}</h4> }.into_any(),
        3 => view! { <h3 class="card__title" data-visible=visible>{title}</h3> }.into_any(),
        _ => view! { <h2 class="card__title" data-visible=visible>{title}</h2> }.into_any(),
    });
    view! { <section class=format!("card {class}").trim_end().to_owned()>{heading} {children()}</section> }
}

/// Shown instead of an empty list, with the possible actions.
#[component]
pub fn EmptyState(#[prop(into)] title: Cow<'static, str>, children: Children) -> impl IntoView {
    let (visible, title) = harmless(title);
    view! {
        <div class="empty">
            <p class="empty__title" data-visible=visible>{title}</p>
            {children()}
        </div>
    }
}

#[component]
pub fn DefinitionList(children: Children) -> impl IntoView {
    view! { <dl class="definitions">{children()}</dl> }
}

/// One line of a [`DefinitionList`].
#[component]
pub fn Definition(#[prop(into)] term: Cow<'static, str>, children: Children) -> impl IntoView {
    let (visible, term) = harmless(term);
    view! { <div><dt data-visible=visible>{term}</dt><dd>{children()}</dd></div> }
}
