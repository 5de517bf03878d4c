//! What only a script can see of a browser: its clock, its settings, the CAPS lock.

use js_sys::{Array, Date, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::dom;

const LOCKED: &str = "Le verrouillage des majuscules est actif.";

pub fn listen() {
    // Before the form is read: this listener is the first of its kind.
    dom::on("submit", |event: Event| {
        if let Some(form) = dom::target_within(&event, "form") {
            for input in dom::find_all::<HtmlInputElement>(&form, "[data-observe]") {
                input.set_value(&seen(&input.name()).unwrap_or_default());
            }
        }
    });
    for event in ["keydown", "keyup"] {
        dom::on(event, |event: KeyboardEvent| tell_caps_lock(&event));
    }
}

fn seen(what: &str) -> Option<String> {
    let window = JsValue::from(dom::window());
    match what {
        "horloge" => Some(Date::now().to_string()),
        "stockage" => Some(said(get(&window, "localStorage").is_some_and(|kept| kept.is_object()))),
        "cookies" => Some(said(get(&get(&window, "navigator")?, "cookieEnabled")?.is_truthy())),
        "attente" => wait(&get(&window, "performance")?),
        _ => None,
    }
}

fn said(holds: bool) -> String {
    String::from(if holds { "oui" } else { "non" })
}

/// Milliseconds until the first byte of the page that was loaded whole.
fn wait(performance: &JsValue) -> Option<String> {
    let list = get(performance, "getEntriesByType")?.dyn_into::<Function>().ok()?;
    let entries = list.call1(performance, &JsValue::from_str("navigation")).ok()?.dyn_into::<Array>().ok()?;
    let load = entries.get(0);
    let at = |name: &str| get(&load, name)?.as_f64();
    let milliseconds = at("responseStart")? - at("requestStart")?;
    Some((milliseconds.max(0.0) as u32).to_string())
}

/// A property; reading one may be refused (storage, in a private window).
fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// Said beside the field where capitals would not be seen, or are looked for.
fn tell_caps_lock(event: &KeyboardEvent) {
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
