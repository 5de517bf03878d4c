//! Timers of the browser.
//!
//! Not those of Leptos: they can be sent between threads, which brings the thread handles of the standard library and
//! their allocator into the module, seven kilobytes.

use std::time::Duration;

use wasm_bindgen::{JsCast, closure::Closure};

use super::dom;

/// A timer that may still run. Dropping it does not stop it.
pub struct Timer {
    id: i32,
}

impl Timer {
    /// Runs `action` once, after `delay`.
    pub fn start(delay: Duration, action: impl FnOnce() + 'static) -> Timer {
        let action = Closure::once_into_js(action);
        let milliseconds = i32::try_from(delay.as_millis()).unwrap_or(i32::MAX);
        let id = dom::window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(action.unchecked_ref(), milliseconds);
        // No timer has the identifier zero.
        Timer { id: id.unwrap_or_default() }
    }

    /// Stops the timer. Does nothing once it has run.
    pub fn stop(&self) {
        dom::window().clear_timeout_with_handle(self.id);
    }
}
