//! Soft navigation for plain clicks on links to pages of the portal.

use domain::path;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, MouseEvent};

use super::{dom, history::NavigationType, visit};

pub fn listen() {
    dom::on("click", |event: MouseEvent| {
        if let Some(address) = internal_address(&event) {
            event.prevent_default();
            visit::open(&address, NavigationType::Push);
        }
    });
}

/// Returns the address if the click would load a page of the portal in this window.
fn internal_address(event: &MouseEvent) -> Option<String> {
    let special_click = event.default_prevented()
        || event.button() != 0
        || event.meta_key()
        || event.ctrl_key()
        || event.shift_key()
        || event.alt_key();
    if special_click {
        return None;
    }
    let link: HtmlAnchorElement = dom::target_within(event, "a[href]")?.dyn_into().ok()?;
    let current = dom::window().location();
    let external = !link.target().is_empty()
        || link.has_attribute("download")
        || link.has_attribute("data-full")
        || link.pathname().starts_with(path::ATTACHMENTS)
        || path::leaves_portal(&link.pathname()) // Scripts may not fetch a téléservice.
        || link.origin() != current.origin().ok()?;
    if external {
        return None;
    }
    // A fragment of this page: the browser scrolls and moves the focus.
    let same_page = link.pathname() == current.pathname().ok()? && link.search() == current.search().ok()?;
    (!same_page || link.hash().is_empty()).then(|| link.href())
}
