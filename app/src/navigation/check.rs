//! Runs the checks of `domain` on the fields of the page and shows the messages where the server would.

use std::str::FromStr;

use domain::form::{Kind, check_value};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::dom;

/// Checks all visible fields. If one is invalid, shows the summary, focuses it and returns `false`.
pub fn form(form: &HtmlFormElement) -> bool {
    let errors: Vec<(String, String)> =
        dom::find_all::<Element>(form, "[data-field][data-check]:not([hidden])")
            .iter()
            .filter_map(|wrapper| Some((first_input_id(wrapper), field(wrapper)?)))
            .collect();
    show_summary(form, &errors);
    errors.is_empty()
}

/// Checks one field; shows and returns its message, or removes it.
fn field(wrapper: &Element) -> Option<String> {
    let message = problem(wrapper);
    show(wrapper, message.as_deref());
    message
}

/// Removes the message of a field that has become valid; shows no new one while the person is typing.
pub fn clear_if_valid(wrapper: &Element) {
    if problem(wrapper).is_none() {
        show(wrapper, None);
    }
}

fn show(wrapper: &Element, message: Option<&str>) {
    let name = wrapper.get_attribute("data-field").unwrap_or_default();
    if let Some(slot) = dom::by_id::<Element>(&(name + "-erreur")) {
        slot.set_text_content(message);
        dom::show(&slot, message.is_some());
    }
    let _ = wrapper.class_list().toggle_with_force("field--error", message.is_some());
    // Of radio buttons, only the group may be invalid (ARIA).
    let is_group = wrapper.get_attribute("role").as_deref() == Some("radiogroup");
    for input in if is_group { vec![wrapper.clone()] } else { inputs(wrapper) } {
        if message.is_some() {
            let _ = input.set_attribute("aria-invalid", "true");
        } else {
            let _ = input.remove_attribute("aria-invalid");
        }
    }
}

fn problem(wrapper: &Element) -> Option<String> {
    let kind = Kind::from_str(&wrapper.get_attribute("data-check")?).ok()?;
    let label = wrapper.get_attribute("data-label").unwrap_or_default();
    let mandatory = wrapper.has_attribute("data-mandatory");
    let values = values(wrapper);
    let value = match &kind {
        // Two inputs for one value: only the server's check knows which of them is invalid.
        Kind::Period => return None,
        Kind::File => return None,
        Kind::Repeat { of } => {
            let first = dom::by_id::<Element>(of).map(|input| value_of(&input)).unwrap_or_default();
            let repeated = values.first().map_or("", String::as_str);
            let problem = domain::form::check_repeat(&composed(repeated), &composed(&first));
            return problem.and_then(|problem| problem.value_sentence());
        }
        _ => values.iter().find(|value| !value.is_empty()).cloned().unwrap_or_default(),
    };
    check_value(&kind, &label, mandatory, &value)?.value_sentence()
}

/// Composes letters and accents with the browser's own tables, as the server does.
fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

fn inputs(wrapper: &Element) -> Vec<Element> {
    dom::find_all(wrapper, "input:not([type=hidden]), select, textarea")
}

fn first_input_id(wrapper: &Element) -> String {
    inputs(wrapper).first().map(Element::id).unwrap_or_default()
}

/// The values that a plain submission would send for this field.
fn values(wrapper: &Element) -> Vec<String> {
    inputs(wrapper)
        .iter()
        .filter(|input| {
            input.dyn_ref::<HtmlInputElement>().is_none_or(|input| {
                !matches!(input.type_().as_str(), "radio" | "checkbox") || input.checked()
            })
        })
        .map(value_of)
        .collect()
}

fn value_of(input: &Element) -> String {
    if let Some(input) = input.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(select) = input.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else {
        input.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).unwrap_or_default()
    }
}

/// Shows an error about the form as a whole in its summary; returns `false` if there is no summary.
pub fn show_form_error(form: &HtmlFormElement, sentence: &str) -> bool {
    show_summary(form, &[(String::new(), sentence.to_owned())]).is_some()
}

/// The summary inside the form, or else the first one of the page.
fn summary(form: &HtmlFormElement) -> Option<Element> {
    let within = |root: &Element| dom::find(root, "[data-error-summary]");
    within(form).or_else(|| within(&form.closest("main").ok()??))
}

fn show_summary(form: &HtmlFormElement, errors: &[(String, String)]) -> Option<()> {
    let summary = summary(form)?;
    let list = dom::find::<Element>(&summary, "[data-error-summary-list]")?;
    list.set_inner_html("");
    for (id, message) in errors {
        let document = dom::document();
        let (Ok(item), Ok(link)) = (document.create_element("li"), document.create_element("a")) else {
            continue;
        };
        if id.is_empty() {
            item.set_text_content(Some(message));
        } else {
            let _ = link.set_attribute("href", &format!("#{id}"));
            link.set_text_content(Some(message));
            let _ = item.append_child(&link);
        }
        let _ = list.append_child(&item);
    }
    if let Some(title) = dom::find::<Element>(&summary, "[data-error-summary-title]") {
        let text = match errors.len() {
            1 if errors[0].0.is_empty() => "Votre demande n’a pas abouti".to_owned(),
            1 => "Une réponse est à corriger".to_owned(),
            count => count.to_string() + " réponses sont à corriger",
        };
        title.set_text_content(Some(&text));
    }
    dom::show(&summary, !errors.is_empty());
    if !errors.is_empty() {
        dom::focus(&summary);
        summary.scroll_into_view();
    }
    Some(())
}
