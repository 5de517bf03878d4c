//! Help while typing: fields that depend on another, passwords shown on demand, characters left, strength.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::{dom, passkey, refresh, session, strength, upload};

pub fn listen() {
    prepare(&dom::body());
    dom::on("input", |event: Event| {
        if let Some(area) = dom::target_within(&event, "textarea[data-max]") {
            count_characters(&area);
        }
        if let Some(wrapper) = dom::target_within(&event, "[data-field]") {
            strength::typed(&wrapper);
        }
    });
    dom::on("change", |event: Event| {
        if let Some(form) = dom::target_within(&event, "form") {
            show_dependents(&form);
        }
    });
    dom::on("click", |event: Event| {
        if let Some(button) = dom::target_within(&event, "[data-reveal]") {
            reveal(&button);
        }
    });
}

/// Brings a page that has just arrived to the state that its answers call for.
pub fn prepare(root: &Element) {
    for form in dom::find_all::<Element>(root, "form") {
        show_dependents(&form);
    }
    for button in dom::find_all::<Element>(root, "[data-reveal]") {
        dom::show(&button, true);
    }
    for area in dom::find_all::<Element>(root, "textarea[data-max]") {
        count_characters(&area);
    }
    upload::prepare(root);
    passkey::prepare(root);
    refresh::prepare(root);
}

/// Is something typed in a form that the page to come does not have?
pub fn would_be_lost(from: &Element, to: &Element) -> bool {
    dom::find_all::<Element>(from, "form[data-form]").iter().any(|form| {
        let action = form.get_attribute("action").unwrap_or_default();
        session::is_typed_in(form) && dom::find::<Element>(to, &format!("form[action='{action}']")).is_none()
    })
}

/// Where the person is, and what they have selected there.
pub struct Place {
    id: String,
    /// Of a link or a button without identifier: it is known again by what it is.
    markup: String,
    selection: Option<(u32, u32)>,
}

impl Place {
    pub fn of_focus(document: &Document) -> Option<Place> {
        let element = document.active_element().filter(|element| *element != dom::body())?;
        // The same members on both kinds of fields; a field without a text answers none.
        let field = element.unchecked_ref::<HtmlTextAreaElement>();
        let ends = (field.selection_start().ok().flatten(), field.selection_end().ok().flatten());
        Some(Place { id: element.id(), markup: element.outer_html(), selection: ends.0.zip(ends.1) })
    }

    /// `None`: it is not there any more.
    pub fn take_back(&self) -> Option<()> {
        let element = if self.id.is_empty() {
            let mut alike = dom::find_all::<Element>(&dom::body(), "a, button, summary").into_iter();
            alike.find(|element| element.outer_html() == self.markup)
        } else {
            dom::by_id(&self.id)
        }?;
        dom::focus(&element);
        if let Some((start, end)) = self.selection {
            let _ = element.unchecked_ref::<HtmlTextAreaElement>().set_selection_range(start, end);
        }
        Some(())
    }
}

/// What is being typed stays when its page is brought up to date.
pub fn carry_over(from: &Element, to: &Element) {
    for old in dom::find_all::<Element>(
        from,
        "main :is(input:not([type=hidden], [type=file]), select, textarea)[id]",
    ) {
        let Some(new) = dom::find::<Element>(to, &format!("[id='{}']", old.id())) else { continue };
        if let (Some(old), Some(new)) = (old.dyn_ref::<HtmlInputElement>(), new.dyn_ref::<HtmlInputElement>())
        {
            // A box's value is what it stands for, not what is typed.
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

/// `data-only-if="field=value|value"`: what is not asked is neither shown nor checked.
fn show_dependents(form: &Element) {
    for wrapper in dom::find_all::<Element>(form, "[data-only-if]") {
        let condition = wrapper.get_attribute("data-only-if").unwrap_or_default();
        if let Some((field, values)) = condition.split_once('=') {
            let answer = answer(form, field);
            dom::show(&wrapper, values.split('|').any(|value| value == answer));
        }
    }
}

fn answer(form: &Element, field: &str) -> String {
    let chosen = dom::find::<HtmlInputElement>(form, &format!("input[name='{field}']:checked"));
    let listed =
        || dom::find::<HtmlSelectElement>(form, &format!("select[name='{field}']")).map(|list| list.value());
    chosen.map(|input| input.value()).or_else(listed).unwrap_or_default()
}

fn reveal(button: &Element) {
    let name = button.get_attribute("data-reveal").unwrap_or_default();
    let Some(input) = dom::by_id::<HtmlInputElement>(&name) else { return };
    let show = input.type_() == "password";
    input.set_type(if show { "text" } else { "password" });
    button.set_text_content(button.get_attribute(if show { "data-hide" } else { "data-show" }).as_deref());
}

fn count_characters(area: &Element) {
    let Some(area) = area.dyn_ref::<HtmlTextAreaElement>() else { return };
    let Some(max) = area.get_attribute("data-max").and_then(|max| max.parse::<usize>().ok()) else { return };
    let Some(line) = dom::find::<Element>(&dom::body(), &format!("[data-count='{}']", area.id())) else {
        return;
    };
    let used = area.value().chars().count();
    let text = match max.checked_sub(used) {
        Some(left) => left.to_string() + "\u{a0}caractères restants",
        None => (used - max).to_string() + "\u{a0}caractères de trop",
    };
    line.set_text_content(Some(&text));
    // An empty field says its limit in its hint already.
    dom::show(&line, used > 0);
}
