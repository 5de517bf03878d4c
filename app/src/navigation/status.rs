//! The progress bar and the announcements of the island.

use std::cell::Cell;
use std::time::Duration;

use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout},
    prelude::*,
};

/// Delay before the progress bar appears: shown for a shorter wait, it would only flicker.
const PROGRESS_DELAY: Duration = Duration::from_millis(150);

thread_local! {
    static SIGNALS: Cell<Option<Signals>> = const { Cell::new(None) };
}

/// Signals that the island renders outside the page.
#[derive(Clone, Copy)]
pub struct Signals {
    /// `true` while the progress bar is shown.
    pub waiting: RwSignal<bool>,
    /// Text of the polite live region.
    pub announcement: RwSignal<String>,
}

pub fn connect(signals: Signals) {
    SIGNALS.set(Some(signals));
}

/// Announces a text to screen readers, politely.
pub fn announce(text: &str) {
    if let Some(signals) = SIGNALS.get() {
        signals.announcement.set(text.to_owned());
    }
}

/// Shows the progress bar after [`PROGRESS_DELAY`] and hides it when dropped.
pub struct Progress(Option<TimeoutHandle>);

impl Progress {
    pub fn start() -> Progress {
        let show = || {
            if let Some(signals) = SIGNALS.get() {
                signals.waiting.set(true);
            }
        };
        Progress(set_timeout(show, PROGRESS_DELAY).ok())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(timeout) = &self.0 {
            timeout.clear();
        }
        if let Some(signals) = SIGNALS.get() {
            signals.waiting.set(false);
        }
    }
}
