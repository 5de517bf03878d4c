//! Which clicks are ours: plain ones, on links to pages of the portal.

use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, MouseEvent};

use super::{
    dom,
    visit::{self, How},
};

pub fn listen() {
    dom::on("click", |event: MouseEvent| {
        if let Some(address) = page_of(&event) {
            event.prevent_default();
            visit::open(&address, How::Push);
        }
    });
}

fn page_of(event: &MouseEvent) -> Option<String> {
    let wants_something_else = event.default_prevented()
        || event.button() != 0
        || event.meta_key()
        || event.ctrl_key()
        || event.shift_key()
        || event.alt_key();
    if wants_something_else {
        return None;
    }
    let link: HtmlAnchorElement = dom::target_within(event, "a[href]")?.dyn_into().ok()?;
    let here = dom::window().location();
    let elsewhere = !link.target().is_empty()
        || link.has_attribute("download")
        || link.has_attribute("data-full")
        || link.pathname().starts_with("/pieces/")
        // On the way to a téléservice, which scripts may not fetch.
        || link.pathname().starts_with("/openid/")
        || link.pathname().starts_with("/teleservices/")
        || link.origin() != here.origin().ok()?;
    if elsewhere {
        return None;
    }
    // Within the page: the browser scrolls and focuses by itself.
    let same_page = link.pathname() == here.pathname().ok()? && link.search() == here.search().ok()?;
    (!same_page || link.hash().is_empty()).then(|| link.href())
}
