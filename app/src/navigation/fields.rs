//! Help while typing: dependent fields, passwords shown on demand, remaining characters, password strength.

use domain::french;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::{dom, strength};

pub fn listen() {
    dom::on("input", |event: Event| {
        if let Some(area) = dom::target_within(&event, "textarea[data-max]") {
            show_remaining_characters(&area);
        }
        if let Some(wrapper) = dom::target_within(&event, "[data-field]") {
            strength::schedule_estimate(&wrapper);
        }
    });
    dom::on("change", |event: Event| {
        if let Some(form) = dom::target_within(&event, "form") {
            show_dependent_fields(&form);
        }
    });
    dom::on("click", |event: Event| {
        if let Some(button) = dom::target_within(&event, "[data-reveal]") {
            toggle_password(&button);
        }
    });
}

/// Adapts the fields of a newly displayed page to their values.
pub fn prepare(root: &Element) {
    for form in dom::find_all::<Element>(root, "form") {
        show_dependent_fields(&form);
    }
    for button in dom::find_all::<Element>(root, "[data-reveal]") {
        dom::show(&button, true);
    }
    for area in dom::find_all::<Element>(root, "textarea[data-max]") {
        show_remaining_characters(&area);
    }
}

/// `data-only-if="field=value|value"`: hides a field whose condition is false; hidden fields are not checked.
fn show_dependent_fields(form: &Element) {
    for wrapper in dom::find_all::<Element>(form, "[data-only-if]") {
        let condition = wrapper.get_attribute("data-only-if").unwrap_or_default();
        if let Some((field, values)) = condition.split_once('=') {
            let answer = answer(form, field);
            dom::show(&wrapper, values.split('|').any(|value| value == answer));
        }
    }
}

/// The value chosen in a group of radio buttons or boxes, or in a list.
fn answer(form: &Element, field: &str) -> String {
    let checked = dom::find::<HtmlInputElement>(form, &format!("input[name='{field}']:checked"));
    let selected =
        || dom::find::<HtmlSelectElement>(form, &format!("select[name='{field}']")).map(|list| list.value());
    checked.map(|input| input.value()).or_else(selected).unwrap_or_default()
}

fn toggle_password(button: &Element) {
    let name = button.get_attribute("data-reveal").unwrap_or_default();
    let Some(input) = dom::by_id::<HtmlInputElement>(&name) else { return };
    let show = input.type_() == "password";
    input.set_type(if show { "text" } else { "password" });
    button.set_text_content(button.get_attribute(if show { "data-hide" } else { "data-show" }).as_deref());
}

fn show_remaining_characters(area: &Element) {
    let Some(area) = area.dyn_ref::<HtmlTextAreaElement>() else { return };
    let Some(max) = area.get_attribute("data-max").and_then(|max| max.parse::<usize>().ok()) else { return };
    let Some(line) = dom::find::<Element>(&dom::body(), &format!("[data-count='{}']", area.id())) else {
        return;
    };
    let used = area.value().chars().count();
    let text = match max.checked_sub(used) {
        Some(left) => french::count(left, "caractère restant", "caractères restants"),
        None => french::count(used - max, "caractère de trop", "caractères de trop"),
    };
    line.set_text_content(Some(&text));
    // The hint of an empty field already gives the limit.
    dom::show(&line, used > 0);
}
