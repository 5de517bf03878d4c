//! The values of forms: reads them, and preserves them when the page around them is replaced.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, UrlSearchParams,
};

use super::dom;

/// Fields that a person fills in, except files.
const FIELDS: &str = "input:not([type=hidden], [type=file]), select, textarea";

/// Hidden field of a draft's form: the revision that its page shows.
const REVISION: &str = "input[name=revision]";

/// Hidden field of an answer: the last message that its page shows.
const LAST_SHOWN: &str = "input[name=dernier]";

/// Encodes a form as a plain submission would, with the name and value of the button that submits it.
pub fn encode(form: &HtmlFormElement, submitter: Option<&HtmlElement>) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some(button) = submitter
        && let (Some(name), value) = (button.get_attribute("name"), button.get_attribute("value"))
        && !name.is_empty()
    {
        data.append_with_str(&name, &value.unwrap_or_default()).ok()?;
    }
    // `FormData` iterates over pairs, which is what the constructor takes.
    UrlSearchParams::new_with_str_sequence_sequence(&JsValue::from(data)).ok()
}

/// The value that a field had when its page was loaded, and its present value; that of a ticked box is `1`.
pub fn values(field: &Element) -> (String, String) {
    let ticked = |ticked: bool| String::from(if ticked { "1" } else { "" });
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        if is_box(input) {
            (ticked(input.default_checked()), ticked(input.checked()))
        } else {
            (input.default_value(), input.value())
        }
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        (area.default_value().unwrap_or_default(), area.value())
    } else if let Some(list) = field.dyn_ref::<HtmlSelectElement>() {
        let first = dom::find::<Element>(list, "option[selected]").or_else(|| dom::find(list, "option"));
        let default = first.and_then(|option| option.get_attribute("value"));
        (default.unwrap_or_else(|| list.value()), list.value())
    } else {
        Default::default()
    }
}

/// Sets the present value of a field, as returned by [`values`].
pub fn set_value(field: &Element, value: &str) {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        // The value of a box or radio button is fixed; the person changes whether it is checked.
        if is_box(input) {
            input.set_checked(!value.is_empty());
        } else {
            input.set_value(value);
        }
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(value);
    } else if let Some(list) = field.dyn_ref::<HtmlSelectElement>() {
        list.set_value(value);
    }
}

fn is_box(input: &HtmlInputElement) -> bool {
    matches!(input.type_().as_str(), "radio" | "checkbox")
}

/// Returns `true` if a field of the form differs from the value it had when its page was loaded.
pub fn is_modified(form: &Element) -> bool {
    dom::find_all::<Element>(form, FIELDS).iter().any(|field| {
        let (default, value) = values(field);
        value != default
    })
}

/// Returns `true` if replacing `old` by `new` would lose input: a modified form of `old` does not exist in `new`.
pub fn would_lose_input(old: &Element, new: &Element) -> bool {
    dom::find_all::<Element>(old, "form[data-form]").iter().any(|form| {
        let action = form.get_attribute("action").unwrap_or_default();
        is_modified(form) && dom::find::<Element>(new, &format!("form[action='{action}']")).is_none()
    })
}

/// Copies the values of the fields of `old` to the fields of `new` with the same identifier.
pub fn copy_input(old: &Element, new: &Element) {
    for field in dom::find_all::<Element>(old, FIELDS).iter().filter(|field| !field.id().is_empty()) {
        if let Some(copy) = dom::find::<Element>(new, &["[id='", &field.id(), "']"].concat()) {
            set_value(&copy, &values(field).1);
        }
    }
    // The copied text was typed on the page that is replaced: it must not replace a text that this page did not show.
    copy_hidden(old, new, REVISION);
    // An answer that was begun before a message arrived is refused once, so that the message is read.
    if dom::find::<HtmlTextAreaElement>(old, "#message").is_some_and(|answer| !answer.value().is_empty()) {
        copy_hidden(old, new, LAST_SHOWN);
    }
}

fn copy_hidden(old: &Element, new: &Element, selector: &str) {
    if let (Some(field), Some(copy)) =
        (dom::find::<HtmlInputElement>(old, selector), dom::find(new, selector))
    {
        set_value(&copy, &field.value());
    }
}

/// Opens the folded parts of `new` that the person has opened in `old`: the one with the same title.
pub fn keep_open(old: &Element, new: &Element) {
    for title in dom::find_all::<Element>(old, "details[open] > summary") {
        for copy in dom::find_all::<Element>(new, "details > summary") {
            if copy.text_content() == title.text_content()
                && let Some(part) = copy.parent_element()
            {
                let _ = part.set_attribute("open", "");
            }
        }
    }
}

/// Moves the fields of files of `old` to `new`: the dialog of one may be open, and its choice would be lost with the field.
pub fn move_file_fields(old: &Element, new: &Element) {
    for field in dom::find_all::<Element>(old, "input[type=file]") {
        if let Some(copy) = dom::find::<Element>(new, &["[id='", &field.id(), "']"].concat()) {
            let _ = match copy.get_attribute("aria-invalid") {
                Some(invalid) => field.set_attribute("aria-invalid", &invalid),
                None => field.remove_attribute("aria-invalid"),
            };
            let _ = copy.replace_with_with_node_1(&field);
        }
    }
}
