//! Keeps the keyboard focus when the page is replaced by a newer version of itself.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlTextAreaElement};

use super::dom;

/// The focused element and its text selection.
pub struct FocusState {
    id: String,
    /// Finds a link or a button without identifier again.
    markup: String,
    selection: Option<(u32, u32)>,
}

impl FocusState {
    /// Returns `None` if nothing has the focus.
    pub fn capture(document: &Document) -> Option<FocusState> {
        let element = document.active_element().filter(|element| *element != dom::body())?;
        // `<input>` has the same members as `<textarea>`; without a text selection they are null.
        let field = element.unchecked_ref::<HtmlTextAreaElement>();
        let ends = (field.selection_start().ok().flatten(), field.selection_end().ok().flatten());
        Some(FocusState { id: element.id(), markup: element.outer_html(), selection: ends.0.zip(ends.1) })
    }

    /// Returns `None` if the element no longer exists.
    pub fn restore(&self) -> Option<()> {
        let element = if self.id.is_empty() {
            let mut candidates = dom::find_all::<Element>(&dom::body(), "a, button, summary").into_iter();
            candidates.find(|element| element.outer_html() == self.markup)
        } else {
            dom::by_id(&self.id)
        }?;
        dom::focus(&element);
        if let Some((start, end)) = self.selection {
            let _ = element.unchecked_ref::<HtmlTextAreaElement>().set_selection_range(start, end);
        }
        Some(())
    }
}
