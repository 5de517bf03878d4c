//! Submits the portal's forms without a full load: checked first, sent once.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlFormElement, SubmitEvent};

use super::{check, dom, fetch::Outcome, form_state, history::NavigationType, visit};

const UNREACHABLE: &str = "La connexion est interrompue. Ce que vous avez saisi est toujours là\u{a0}: vérifiez votre \
                           connexion, puis envoyez de nouveau.";

pub fn listen() {
    dom::on("submit", |event: SubmitEvent| {
        let Some(form) =
            dom::target_within(&event, "form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        if event.default_prevented() || form.has_attribute("data-upload") {
            return;
        }
        if form.has_attribute("data-form") {
            event.prevent_default();
            send(form, event.submitter());
        } else if form.method() == "get" && form.closest("main").is_ok_and(|main| main.is_some()) {
            event.prevent_default();
            visit::open(&search_address(&form), NavigationType::Push);
        }
    });
    // Clears a message as soon as the field is valid, while typing. On blur, the layout would change under the pointer
    // that presses a button, and the click would be lost.
    dom::on("input", |event: Event| {
        if let Some(field) = dom::target_within(&event, "[data-field].field--error") {
            check::clear_if_valid(&field);
        }
    });
}

fn send(form: HtmlFormElement, submitter: Option<HtmlElement>) {
    // Drafts are saved without checks: their button has `formnovalidate`.
    let unchecked = submitter.as_ref().is_some_and(|button| button.has_attribute("formnovalidate"));
    if form.has_attribute("aria-busy") || !(unchecked || check::form(&form)) {
        return;
    }
    let Some(body) = form_state::encode(&form, submitter.as_ref()) else {
        let _ = form.submit();
        return;
    };
    // Read from the attribute: a field named `action` would shadow the property.
    let action = submitter
        .as_ref()
        .and_then(|button| button.get_attribute("formaction"))
        .or_else(|| form.get_attribute("action"))
        .unwrap_or_default();
    let _ = form.set_attribute("aria-busy", "true");
    leptos::task::spawn_local(async move {
        let outcome = visit::send(&action, &body).await;
        let _ = form.remove_attribute("aria-busy");
        let shown = outcome == Outcome::Unreachable && check::show_form_error(&form, UNREACHABLE);
        if !matches!(outcome, Outcome::Swapped | Outcome::Superseded) && !shown {
            // The browser sends the form again and shows the response. Forms that must be processed only once have an
            // idempotency key.
            let _ = form.submit();
        }
    });
}

/// Address of a form with method `get`, its values as the query.
fn search_address(form: &HtmlFormElement) -> String {
    let action = form.get_attribute("action").filter(|action| !action.is_empty());
    let action = action.unwrap_or_else(|| dom::window().location().pathname().unwrap_or_default());
    let query =
        form_state::encode(form, None).map(|query| String::from(query.to_string())).unwrap_or_default();
    format!("{action}?{query}")
}
