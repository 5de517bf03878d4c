//! Refreshes a page that shows work in progress.

use std::cell::Cell;
use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use web_sys::Element;

use super::{dom, visit};

thread_local! {
    static PENDING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

/// Schedules a refresh in the number of seconds given by `data-refresh`, if the page is still displayed then.
pub fn prepare(root: &Element) {
    if let Some(previous) = PENDING.take() {
        previous.clear();
    }
    let Some(element) = dom::find::<Element>(root, "[data-refresh]") else { return };
    let seconds = element.get_attribute("data-refresh").and_then(|text| text.parse().ok());
    let page = dom::location();
    let refresh = move || leptos::task::spawn_local(async move { visit::refresh_or_reload(&page).await });
    PENDING.replace(set_timeout(refresh, Duration::from_secs(seconds.unwrap_or(5))).ok());
}
