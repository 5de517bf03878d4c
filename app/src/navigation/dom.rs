//! The few words of the browser that the rest of the island is written in.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, Event, HtmlElement, Window};

thread_local! {
    static DEAD: Cell<bool> = const { Cell::new(false) };
}

/// After a panic nothing of ours may be trusted: links and forms are left to the browser, whose next load starts
/// afresh.
pub fn mark_page_dead_on_panic() {
    std::panic::set_hook(Box::new(|_| {
        DEAD.set(true);
        web_sys::console::error_1(&JsValue::from_str("Prodouane: comfort is off until the next page"));
    }));
}

pub fn window() -> Window {
    web_sys::window().expect("the island runs in a page")
}

pub fn document() -> Document {
    window().document().expect("the island runs in a page")
}

/// Listens for the life of the page; never called again once the page is dead.
pub fn on<E: JsCast + 'static>(event: &str, run: impl Fn(E) + 'static) {
    listen(&document(), event, run);
}

pub fn listen<E: JsCast + 'static>(target: &web_sys::EventTarget, event: &str, run: impl Fn(E) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if !DEAD.get() {
            run(event.unchecked_into());
        }
    });
    // A target that cannot listen is a browser without comfort, not an error.
    let _ = target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    handler.forget();
}

/// The element an event happened on, or its nearest ancestor that matches.
pub fn target_within(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// The first element that matches, below `root`.
pub fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Every element that matches, below `root`.
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

pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

pub fn show(element: &Element, shown: bool) {
    let _ = element.toggle_attribute_with_force("hidden", !shown);
}
