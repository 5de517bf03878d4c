//! Adds the time of the person's device to the times of another zone that differ from it.

use js_sys::{Date, JSON};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;

const PARIS: &str = "Europe/Paris";
const LONG: &str = r#""dateStyle":"long","timeStyle":"short""#;
const SHORT: &str = r#""weekday":"short","hour":"2-digit","minute":"2-digit""#;

pub fn prepare(root: &Element) {
    for time in dom::find_all::<Element>(root, "time") {
        let text = time.text_content().unwrap_or_default();
        // The zone of an office overseas; other times are those of Paris.
        let zone = time.get_attribute("data-zone");
        if zone.is_none() && !text.ends_with("(heure de Paris)") {
            continue;
        }
        let (zone, instant) = (zone.unwrap_or(PARIS.to_owned()), time.get_attribute("datetime"));
        let is_short = time.has_attribute("data-short");
        let format = if is_short { SHORT } else { LONG };
        if let Some(local) = local_time(&instant.unwrap_or_default(), format, &zone) {
            let added = if is_short { text + " (" + &local } else { text + ", soit le " + &local };
            let added = added + " à votre heure" + if is_short { ")" } else { "" };
            time.set_text_content(Some(&added));
            // Without it, the time is not added a second time when the page is prepared again.
            let _ = time.remove_attribute("data-zone");
        }
    }
}

/// Formats the instant for the time zone of the device. Returns `None` if it is the same in `zone`.
fn local_time(instant: &str, format: &str, zone: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_str(instant));
    let shown =
        |options: String| Some(String::from(date.to_locale_string("fr-FR", &JSON::parse(&options).ok()?)));
    let local = shown(String::from("{") + format + "}")?;
    let there = shown(String::from("{") + format + r#","timeZone":""# + zone + r#""}"#)?;
    (there != local).then_some(local)
}
