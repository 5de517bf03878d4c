//! The notices above the page about changes made elsewhere (markup: `ui::LiveNotices`).

use web_sys::Element;

use super::{dom, status};

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
}

pub fn hide() {
    if let Some(notices) = container() {
        dom::show(&notices, false);
    }
}

fn container() -> Option<Element> {
    dom::by_id("nouvelles")
}
