//! Closes a pop-up list (`details[data-closes]`) on Escape or on a click outside it.

use web_sys::{Element, KeyboardEvent, MouseEvent};

use super::dom;

const OPEN: &str = "details[data-closes][open]";

pub fn listen() {
    dom::on("keydown", |event: KeyboardEvent| {
        if event.key() != "Escape" {
            return;
        }
        for details in dom::find_all::<Element>(&dom::body(), OPEN) {
            close(&details);
            // The focus may have been inside.
            if let Some(summary) = dom::find::<Element>(&details, "summary") {
                dom::focus(&summary);
            }
        }
    });
    dom::on("click", |event: MouseEvent| {
        let inside = dom::target_within(&event, OPEN);
        for details in dom::find_all::<Element>(&dom::body(), OPEN) {
            if inside.as_ref() != Some(&details) {
                close(&details);
            }
        }
    });
}

fn close(details: &Element) {
    let _ = details.remove_attribute("open");
}
