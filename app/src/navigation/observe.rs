//! Values that only a script can read: the browser's clock, its settings, the caps lock.

use js_sys::{Array, Date, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::dom;

const LOCKED: &str = "Le verrouillage des majuscules est actif.";

pub fn listen() {
    // Runs before the form is encoded: it is the first `submit` listener.
    dom::on("submit", |event: Event| {
        if let Some(form) = dom::target_within(&event, "form") {
            for input in dom::find_all::<HtmlInputElement>(&form, "[data-observe]") {
                input.set_value(&observed(&input.name()).unwrap_or_default());
            }
        }
    });
    for event in ["keydown", "keyup"] {
        dom::on(event, |event: KeyboardEvent| show_caps_lock(&event));
    }
}

fn observed(name: &str) -> Option<String> {
    let window = JsValue::from(dom::window());
    match name {
        "horloge" => Some((Date::now() as u64).to_string()),
        "stockage" => {
            Some(yes_or_no(get(&window, "localStorage").is_some_and(|storage| storage.is_object())))
        }
        "cookies" => Some(yes_or_no(get(&get(&window, "navigator")?, "cookieEnabled")?.is_truthy())),
        "attente" => time_to_first_byte(&get(&window, "performance")?),
        _ => None,
    }
}

/// Returns `true` if the browser knows that it has no network.
pub fn is_offline() -> bool {
    get(&dom::window(), "navigator").and_then(|navigator| get(&navigator, "onLine")) == Some(JsValue::FALSE)
}

fn yes_or_no(value: bool) -> String {
    String::from(if value { "oui" } else { "non" })
}

/// Milliseconds from request to first byte of the last full load.
fn time_to_first_byte(performance: &JsValue) -> Option<String> {
    let list = get(performance, "getEntriesByType")?.dyn_into::<Function>().ok()?;
    let entries = list.call1(performance, &JsValue::from_str("navigation")).ok()?.dyn_into::<Array>().ok()?;
    let load = entries.get(0);
    let at = |name: &str| get(&load, name)?.as_f64();
    let milliseconds = at("responseStart")? - at("requestStart")?;
    Some((milliseconds.max(0.0) as u32).to_string())
}

/// Reads a property. The browser may refuse (storage in a private window).
fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// Shows the state of the caps lock under a password field, where capitals are not visible, and under the keyboard
/// test.
fn show_caps_lock(event: &KeyboardEvent) {
    let Some(input) = dom::target_within(event, "input[type=password], input#frappe") else { return };
    let Ok(Some(field)) = input.closest("[data-field]") else { return };
    let locked = event.get_modifier_state("CapsLock");
    let line = dom::find::<Element>(&field, "[data-caps-lock]").or_else(|| add_line(&field));
    if let Some(line) = line.filter(|line| line.text_content().is_some_and(|text| text.is_empty()) == locked)
    {
        line.set_text_content(locked.then_some(LOCKED));
    }
}

fn add_line(field: &Element) -> Option<Element> {
    let line = dom::document().create_element("p").ok()?;
    for (name, value) in [("class", "field__notice"), ("role", "status"), ("data-caps-lock", "")] {
        line.set_attribute(name, value).ok()?;
    }
    field.append_child(&line).ok()?;
    Some(line)
}
