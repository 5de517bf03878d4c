//! The WebAssembly module of the browser: [`app`] built with `hydrate`.
//!
//! A separate crate: as a `cdylib`, `app` would also be linked as a whole for the server.

#![cfg(target_arch = "wasm32")]

use talc::wasm::WasmDynamicTalc;
use wasm_bindgen::prelude::wasm_bindgen;

#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Called once by the page's boot script, before the islands are hydrated.
#[wasm_bindgen]
pub fn hydrate() {
    app::navigation::disable_on_panic();
    leptos::mount::hydrate_islands();
}
