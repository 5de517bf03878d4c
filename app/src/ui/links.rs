use domain::plain_link::PlainLink;
use leptos::prelude::*;

use crate::context::RequestContext;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    #[default]
    Primary,
    Secondary,
    Quiet,
    Danger,
}

impl Variant {
    fn class(self) -> &'static str {
        match self {
            Variant::Primary => "button",
            Variant::Secondary => "button button--secondary",
            Variant::Quiet => "button button--quiet",
            Variant::Danger => "button button--danger",
        }
    }
}

/// A link styled as a button.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] variant: Variant,
    children: Children,
) -> impl IntoView {
    view! { <a class=variant.class() href=href>{children()}</a> }
}

/// The submit button of a form.
#[component]
pub fn Submit(
    #[prop(optional)] variant: Variant,
    #[prop(optional, into)] name: String,
    #[prop(optional, into)] value: String,
    /// Submits without checks: saving a draft.
    #[prop(optional)]
    unchecked: bool,
    /// Value of `data-visible`: see [`harmless`](super::harmless).
    #[prop(optional_no_strip)]
    visible: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let value = (!name.is_empty()).then_some(value);
    let name = (!name.is_empty()).then_some(name);
    view! { <button class=variant.class() type="submit" name=name value=value formnovalidate=unchecked data-visible=visible>{children()}</button> }
}

/// The submit button in a row of a table or list. The children complete the label for screen readers.
#[component]
pub fn RowSubmit(label: &'static str, children: Children) -> impl IntoView {
    view! {
        <button class="button button--quiet button--small" type="submit" data-visible="">
            {label} <span class="visually-hidden">{children()}</span>
        </button>
    }
}

/// A link that opens another window and announces it (mission §1). The style sheet adds an arrow.
#[component]
pub fn ExternalLink(
    #[prop(into)] href: String,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let class = (!class.is_empty()).then_some(class);
    view! {
        <a class=class href=href target="_blank" rel="noopener">
            {children()}
            <span class="visually-hidden">" (nouvelle fenêtre)"</span>
        </a>
    }
}

/// A link to a site of the configuration; its text alone if the site has no address.
pub fn site_link(site: PlainLink, text: &'static str) -> AnyView {
    let address =
        |context: &RequestContext| context.portal.config.plain_links.of(site).map(ToString::to_string);
    match with_context(address).flatten() {
        Some(href) => view! { <ExternalLink href>{text}</ExternalLink> }.into_any(),
        None => text.into_any(),
    }
}
