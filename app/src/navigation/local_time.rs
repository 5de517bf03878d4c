//! Adds the time of the person's device to the times of Paris that differ from it.

use js_sys::{Date, JSON};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;

const PARIS: &str = r#"{"dateStyle":"long","timeStyle":"short","timeZone":"Europe/Paris"}"#;
const DEVICE: &str = r#"{"dateStyle":"long","timeStyle":"short"}"#;

pub fn prepare(root: &Element) {
    for time in dom::find_all::<Element>(root, "time") {
        let text = time.text_content().unwrap_or_default();
        if text.ends_with("(heure de Paris)")
            && let Some(local) = local_time(&time.get_attribute("datetime").unwrap_or_default())
        {
            time.set_text_content(Some(&(text + ", soit le " + &local + " à votre heure")));
        }
    }
}

/// Formats the instant for the time zone of the device. Returns `None` if it is the same in Paris.
fn local_time(instant: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_str(instant));
    let format = |options| Some(String::from(date.to_locale_string("fr-FR", &JSON::parse(options).ok()?)));
    let local = format(DEVICE)?;
    (format(PARIS)? != local).then_some(local)
}
