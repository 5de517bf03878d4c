//! Remembers typed text in the storage of the tab: it is there again after a link, Back or a reload.
//!
//! Each page has an entry. For each field it holds the value when the page was loaded and the typed one: if the page now
//! has another value, the typed text is not restored. Passwords and codes are never stored. All entries are deleted when a
//! page of another person, or of nobody, is displayed.

use std::cell::RefCell;

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{Element, Event, HtmlFormElement, UrlSearchParams};

use super::{dom, form_state, history};

/// Fields whose text is remembered: no password (which may be shown as text), no code, no file.
const FIELDS: &str = "main form[method=post] :is(input:not([type=hidden], [type=file], [type=password], \
                      [autocomplete*=password], [autocomplete=one-time-code], [name=code]), select, textarea)[id]";

/// Key of the name of the person to whom the entries belong; empty if nobody is signed in.
const OWNER: &str = "usager";

/// Separates the two values of a field.
const SEPARATOR: &str = "\u{1}";

thread_local! {
    /// Key of the page whose form is being sent, and the form.
    static SENT: RefCell<Option<(String, HtmlFormElement)>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    // The browser may refuse its storage.
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = getItem)]
    fn item(key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = setItem)]
    fn set_item(key: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = clear)]
    fn clear() -> Result<(), JsValue>;
}

pub fn listen() {
    dom::on("input", |event: Event| {
        if dom::target_within(&event, FIELDS).is_some() {
            remember();
        }
    });
}

/// Restores the text of a newly displayed page. Forgets the form that led to it, unless the page shows its problems.
pub fn restore(root: &Element) {
    forget_other_person();
    let refused = dom::find::<Element>(root, "[data-error-summary]:not([hidden])").is_some();
    if let Some((key, form)) = SENT.take()
        && !refused
    {
        forget(&key, &form);
    }
    let key = key();
    let Some(entry) = read(&key) else { return };
    for field in fields() {
        let Some((default, typed)) = typed(&entry, &field) else { continue };
        let (current, value) = form_state::values(&field);
        if current != default {
            // The page shows a newer value, unless it shows the typed one again with its problem.
            if !refused {
                entry.delete(&field.id());
            }
        } else if value == current {
            form_state::set_value(&field, &typed);
        }
    }
    write(&key, &entry);
    remember();
}

/// Notes that `form` is being sent. Its text is forgotten once the next page is displayed.
pub fn begin_sending(form: &HtmlFormElement) {
    SENT.set(Some((key(), form.clone())));
}

/// Ends the sending. `done`: the form was accepted, but no page of it is displayed.
pub fn end_sending(done: bool) {
    if let Some((key, form)) = SENT.take()
        && done
    {
        forget(&key, &form);
    }
}

/// Stores the typed text of the displayed page.
fn remember() {
    let key = key();
    let Some(entry) = read(&key) else { return };
    for field in fields() {
        let (current, value) = form_state::values(&field);
        let default = typed(&entry, &field).map_or(current, |(default, _)| default);
        if value == default {
            entry.delete(&field.id());
        } else {
            entry.set(&field.id(), &[&default, SEPARATOR, &value].concat());
        }
    }
    write(&key, &entry);
}

fn forget(key: &str, form: &HtmlFormElement) {
    let Some(entry) = read(key) else { return };
    for field in dom::find_all::<Element>(form, "[id]") {
        entry.delete(&field.id());
    }
    write(key, &entry);
}

/// Forgets everything if the person who typed it is no longer signed in.
fn forget_other_person() {
    let name = dom::find::<Element>(&dom::body(), ".account__name").and_then(|name| name.text_content());
    let name = name.unwrap_or_default();
    if item(OWNER).is_ok_and(|owner| owner.unwrap_or_default() != name) {
        let _ = clear();
        let _ = set_item(OWNER, &name);
    }
}

/// Key of the displayed page. The company is part of it: text about one is not for another.
fn key() -> String {
    let company = dom::by_id::<Element>("entete").and_then(|header| header.get_attribute("data-siren"));
    company.unwrap_or_default() + &history::displayed()
}

fn fields() -> Vec<Element> {
    dom::find_all(&dom::body(), FIELDS)
}

/// The value that the field had when its text was typed, and the text.
fn typed(entry: &UrlSearchParams, field: &Element) -> Option<(String, String)> {
    let both = entry.get(&field.id())?;
    both.split_once(SEPARATOR).map(|(default, typed)| (default.to_owned(), typed.to_owned()))
}

fn read(key: &str) -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str(&item(key).ok()?.unwrap_or_default()).ok()
}

fn write(key: &str, entry: &UrlSearchParams) {
    let _ = set_item(key, &String::from(entry.to_string()));
}
