//! The notices above the page about changes made elsewhere (markup: `ui::LiveNotices`).

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use super::{dom, status};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["Element", "prototype", "scrollIntoView"], js_name = call)]
    fn scroll_into_view(element: &Element, options: &Object);
}

/// Shows and announces the notice `name`, hiding the others. `text` replaces the sentence of the markup.
pub fn show(name: &str, text: Option<&str>) {
    let Some(notices) = container() else { return };
    for notice in dom::find_all::<Element>(&notices, "[data-news]") {
        let chosen = notice.get_attribute("data-news").as_deref() == Some(name);
        if chosen && text.is_some() {
            notice.set_text_content(text);
        }
        dom::show(&notice, chosen);
        if chosen {
            status::announce(&notice.text_content().unwrap_or_default());
        }
    }
    dom::show(&notices, true);
    keep_focus_visible();
}

/// Scrolls the focused element out from under the notices: the style sheet reserves their place (`scroll-padding`).
fn keep_focus_visible() {
    if let Some(focused) = dom::document().active_element().filter(|element| *element != dom::body()) {
        let options = Object::new();
        let _ = Reflect::set(&options, &"block".into(), &"nearest".into());
        scroll_into_view(&focused, &options);
    }
}

pub fn hide() {
    if let Some(notices) = container() {
        dom::show(&notices, false);
    }
}

fn container() -> Option<Element> {
    dom::by_id("nouvelles")
}
