//! The progress bar and the announcements of the island.

use std::time::Duration;

use web_sys::Element;

use super::{dom, timer::Timer};

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
pub struct Progress(Timer);

impl Progress {
    pub fn start() -> Progress {
        Progress(Timer::start(PROGRESS_DELAY, || show(true)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.stop();
        show(false);
    }
}

fn show(shown: bool) {
    if let Some(bar) = dom::find::<Element>(&dom::body(), "[data-progress]") {
        dom::show(&bar, shown);
    }
}
