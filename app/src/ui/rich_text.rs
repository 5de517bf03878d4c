use domain::rich_text::{self, Block, Inline};
use leptos::prelude::*;

use super::ExternalLink;

/// A text with the marks of `domain::rich_text`.
#[component]
pub fn RichText(#[prop(into)] text: String) -> impl IntoView {
    rich_text::blocks(&text)
        .into_iter()
        .map(|block| match block {
            Block::Paragraph(inlines) => view! { <p>{line(inlines)}</p> }.into_any(),
            Block::Heading(title) => view! { <h2>{title}</h2> }.into_any(),
            Block::List(items) => view! { <ul>{list_items(items)}</ul> }.into_any(),
            Block::Steps(items) => view! { <ol>{list_items(items)}</ol> }.into_any(),
        })
        .collect_view()
}

fn list_items(items: Vec<Vec<Inline>>) -> impl IntoView {
    items.into_iter().map(|inlines| view! { <li>{line(inlines)}</li> }).collect_view()
}

fn line(inlines: Vec<Inline>) -> AnyView {
    let part = |inline: Inline| match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Bold(text) => view! { <strong>{text}</strong> }.into_any(),
        Inline::Link { label, address } if address.starts_with('/') => {
            view! { <a href=address>{label}</a> }.into_any()
        }
        Inline::Link { label, address } => {
            view! { <ExternalLink href=address>{label}</ExternalLink> }.into_any()
        }
    };
    inlines.into_iter().map(part).collect_view().into_any()
}
