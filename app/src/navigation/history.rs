//! The browser's history, and the address of the page that is displayed.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use super::dom;

/// Kind of navigation, which determines the change of the history and the scroll position.
#[derive(Clone, Copy, PartialEq)]
pub enum NavigationType {
    /// Adds an entry; focus moves to the heading.
    Push,
    /// Back or forward to an existing entry, with the scroll position that it was left at.
    Traverse(f64),
    /// Background refresh of the displayed page: focus, selection and scroll position stay.
    Refresh,
}

thread_local! {
    /// Address of the displayed page, without its fragment.
    static DISPLAYED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Records the current document as the displayed page and turns off the browser's own scroll restoration.
pub fn init() {
    DISPLAYED.set(without_fragment(&dom::location()).to_owned());
    if let Ok(history) = dom::window().history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

pub fn displayed() -> String {
    DISPLAYED.with_borrow(String::clone)
}

pub fn is_displayed(address: &str) -> bool {
    DISPLAYED.with_borrow(|displayed| displayed == without_fragment(address))
}

/// Sets the address of the displayed page. Returns `true` if it has changed.
pub fn set_displayed(address: &str) -> bool {
    DISPLAYED.replace(without_fragment(address).to_owned()) != without_fragment(address)
}

/// Writes the address of a page, and the scroll position of the page being left, into the history.
pub fn record(address: &str, kind: NavigationType) {
    let Ok(history) = dom::window().history() else { return };
    let position = JsValue::from_f64(dom::window().scroll_y().unwrap_or(0.0));
    match kind {
        NavigationType::Traverse(at) => {
            let _ = history.replace_state_with_url(&JsValue::from_f64(at), "", Some(address));
        }
        NavigationType::Refresh => {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
        }
        NavigationType::Push => {
            let _ = history.replace_state_with_url(&position, "", None);
            if address == dom::location() {
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
            } else {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
            }
        }
    }
}

/// Makes the browser load a page in full.
pub fn load_in_full(address: &str, kind: NavigationType) {
    let location = dom::window().location();
    let _ = match kind {
        NavigationType::Push => location.assign(address),
        NavigationType::Traverse(_) | NavigationType::Refresh => location.reload(),
    };
}

fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
}
