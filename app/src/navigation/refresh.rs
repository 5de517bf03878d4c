//! Refreshes a page that shows work in progress.

use std::cell::Cell;
use std::time::Duration;

use web_sys::Element;

use super::{dom, fetch::Outcome, history, timer::Timer, visit};

thread_local! {
    static PENDING: Cell<Option<Timer>> = const { Cell::new(None) };
}

/// Schedules a refresh in the number of seconds given by `data-refresh`, if the page is still displayed then.
pub fn prepare(root: &Element) {
    cancel();
    if let Some(element) = dom::find::<Element>(root, "[data-refresh]") {
        let seconds = element.get_attribute("data-refresh").and_then(|text| text.parse().ok());
        schedule(history::displayed(), seconds.unwrap_or(5));
    }
}

fn cancel() {
    if let Some(previous) = PENDING.take() {
        previous.stop();
    }
}

/// Repeats the refresh until it succeeds: the new page then schedules its own.
fn schedule(page: String, seconds: u64) {
    let refresh = move || {
        leptos::task::spawn_local(async move {
            let displayed = history::is_displayed(&page);
            if displayed && (visit::is_loading() || !matches!(visit::refresh().await, Outcome::Swapped)) {
                schedule(page, seconds);
            }
        });
    };
    cancel();
    PENDING.set(Some(Timer::start(Duration::from_secs(seconds), refresh)));
}
