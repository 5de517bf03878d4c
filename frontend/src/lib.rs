//! What the browser loads: the `hydrate` half of [`app`], as a module.
//!
//! A crate of its own because a library that is linked for the browser would be linked, as a whole, for the server too.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's boot script, before the islands are woken.
#[wasm_bindgen]
pub fn hydrate() {
    app::navigation::mark_page_dead_on_panic();
    leptos::mount::hydrate_islands();
}
