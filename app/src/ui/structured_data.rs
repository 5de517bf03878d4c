use leptos::prelude::*;
use serde_json::Value;

use crate::context::RequestContext;

/// A description of the page for search engines (schema.org, JSON-LD), for visitors only. Browsers read it as data: the
/// content security policy does not apply to it.
pub fn structured_data(mut description: Value) -> AnyView {
    let is_visitor = with_context(|context: &RequestContext| context.session.is_none());
    if is_visitor != Some(true) {
        return ().into_any();
    }
    description["@context"] = Value::from("https://schema.org");
    // Texts must not end the element.
    let json = description.to_string().replace('<', "\\u003c");
    view! { <script type="application/ld+json" inner_html=json></script> }.into_any()
}
