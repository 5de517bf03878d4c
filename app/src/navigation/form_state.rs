//! The values of forms: reads them, and preserves them when the page around them is replaced.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, UrlSearchParams,
};

use super::dom;

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

/// Returns `true` if a field of the form differs from the value it had when its page was loaded.
pub fn is_modified(form: &Element) -> bool {
    dom::find_all::<Element>(form, "input:not([type=hidden]), select, textarea").iter().any(|field| {
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            input.value() != input.default_value() || input.checked() != input.default_checked()
        } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            area.default_value().is_ok_and(|default| area.value() != default)
        } else if let Some(list) = field.dyn_ref::<HtmlSelectElement>() {
            let first = dom::find::<Element>(list, "option[selected]").or_else(|| dom::find(list, "option"));
            first.and_then(|option| option.get_attribute("value")).is_some_and(|value| value != list.value())
        } else {
            false
        }
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
    for old in
        dom::find_all::<Element>(old, "main :is(input:not([type=hidden], [type=file]), select, textarea)[id]")
    {
        let Some(new) = dom::find::<Element>(new, &format!("[id='{}']", old.id())) else { continue };
        if let (Some(old), Some(new)) = (old.dyn_ref::<HtmlInputElement>(), new.dyn_ref::<HtmlInputElement>())
        {
            // The value of a box or radio button is fixed; the person changes whether it is checked.
            if matches!(old.type_().as_str(), "radio" | "checkbox") {
                new.set_checked(old.checked());
            } else {
                new.set_value(&old.value());
            }
        } else if let (Some(old), Some(new)) =
            (old.dyn_ref::<HtmlTextAreaElement>(), new.dyn_ref::<HtmlTextAreaElement>())
        {
            new.set_value(&old.value());
        } else if let (Some(old), Some(new)) =
            (old.dyn_ref::<HtmlSelectElement>(), new.dyn_ref::<HtmlSelectElement>())
        {
            new.set_value(&old.value());
        }
    }
}
