use leptos::{
    prelude::*,
    tachys::view::{Position, RenderFlags},
};

/// Appends the HTML of a view, without hydration markers: the content of a page is loaded already and is never hydrated.
pub(crate) fn render(html: &mut String, view: AnyView) {
    html.reserve(view.html_len());
    view.to_html_with_buf(html, &mut Position::FirstChild, RenderFlags::new(true, false, false), Vec::new());
}
