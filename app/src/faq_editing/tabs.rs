//! Tabs and trail of the editors' pages.

use domain::path;
use leptos::prelude::*;

use crate::ui::*;

/// Renders the tabs; `current`: address of one of them.
pub fn tabs(current: &'static str) -> impl IntoView {
    let tab = |label, href| TabLink::to(label, href, current);
    let tabs =
        vec![tab("Questions", path::EDITED_FAQ), tab("Recherches sans réponse", path::UNANSWERED_SEARCHES)];
    view! { <TabLinks label="Rédaction" tabs/> }
}

/// Trail of a page below the list.
pub fn trail() -> Vec<(String, String)> {
    vec![("Rédaction".to_owned(), path::EDITED_FAQ.to_owned())]
}

/// Trail of a page below that of an entry.
pub fn entry_trail(id: &str, question: &str) -> Vec<(String, String)> {
    let mut trail = trail();
    trail.push((question.to_owned(), path::edited_faq_entry(id)));
    trail
}
