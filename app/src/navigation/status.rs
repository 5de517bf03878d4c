//! The progress bar and the announcements of the island.

use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use web_sys::Element;

use super::dom;

/// Delay before the progress bar appears: shown for a shorter wait, it would only flicker.
const PROGRESS_DELAY: Duration = Duration::from_millis(150);

/// Announces a text to screen readers, politely.
pub fn announce(text: &str) {
    // Found again each time, and with a new text node: translators of pages replace the nodes.
    if let Some(region) = dom::find::<Element>(&dom::body(), "[data-announce]") {
        region.set_text_content(Some(text));
    }
}

/// Shows the progress bar after [`PROGRESS_DELAY`] and hides it when dropped.
pub struct Progress(Option<TimeoutHandle>);

impl Progress {
    pub fn start() -> Progress {
        Progress(set_timeout(|| show(true), PROGRESS_DELAY).ok())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(timeout) = &self.0 {
            timeout.clear();
        }
        show(false);
    }
}

fn show(shown: bool) {
    if let Some(bar) = dom::find::<Element>(&dom::body(), "[data-progress]") {
        dom::show(&bar, shown);
    }
}
