//! A page that shows work under way is brought up to date while the person looks at it.

use std::cell::RefCell;
use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use web_sys::Element;

use super::{dom, visit};

thread_local! {
    static PENDING: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
}

/// `data-refresh="3"`: in so many seconds, if the person is still there.
pub fn prepare(root: &Element) {
    if let Some(previous) = PENDING.take() {
        previous.clear();
    }
    let Some(part) = dom::find::<Element>(root, "[data-refresh]") else { return };
    let seconds = part.get_attribute("data-refresh").and_then(|text| text.parse().ok());
    let page = visit::location();
    let later = move || leptos::task::spawn_local(async move { visit::refresh(&page).await });
    PENDING.replace(set_timeout(later, Duration::from_secs(seconds.unwrap_or(5))).ok());
}
