//! Shorthands for the browser's API, and the switch that disables the island after a panic.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, Event, HtmlElement, Window};

thread_local! {
    static DISABLED: Cell<bool> = const { Cell::new(false) };
}

/// Installs a panic hook that disables all listeners: after a panic, no state of this program can be trusted. The
/// browser then handles links and forms, and the next full load starts afresh.
pub fn disable_on_panic() {
    std::panic::set_hook(Box::new(|_| {
        DISABLED.set(true);
        web_sys::console::error_1(&JsValue::from_str("Prodouane: disabled until the next full page load"));
    }));
}

pub fn window() -> Window {
    web_sys::window().expect("the island runs in a page")
}

pub fn document() -> Document {
    window().document().expect("the island runs in a page")
}

/// Address of the document, fragment included.
pub fn location() -> String {
    window().location().href().unwrap_or_default()
}

/// Listens on the document for the life of the page.
pub fn on<E: JsCast + 'static>(event: &str, run: impl Fn(E) + 'static) {
    listen(&document(), event, run);
}

/// Listens on `target` for the life of the page. `run` is no longer called once the island is disabled.
pub fn listen<E: JsCast + 'static>(target: &web_sys::EventTarget, event: &str, run: impl Fn(E) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if !DISABLED.get() {
            run(event.unchecked_into());
        }
    });
    // Without the listener the page still works, only without this enhancement.
    let _ = target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    handler.forget();
}

/// The event's target, or its nearest ancestor, that matches `selector`.
pub fn target_within(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// The first element below `root` that matches.
pub fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Every element below `root` that matches.
pub fn find_all<T: JsCast>(root: &Element, selector: &str) -> Vec<T> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

pub fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

pub fn body() -> Element {
    document().body().expect("the island runs in a page").into()
}

/// The `<main>` of a document, the current one or one just parsed.
pub fn main_of(document: &Document) -> Option<Element> {
    document.query_selector("main").ok().flatten()
}

pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Sets or removes the `hidden` attribute.
pub fn show(element: &Element, shown: bool) {
    let _ = element.toggle_attribute_with_force("hidden", !shown);
}
