//! Submits the portal's forms without a full load: checked first, sent once.

use wasm_bindgen::JsCast;
use web_sys::{Document, Event, HtmlElement, HtmlFormElement, SubmitEvent};

use super::{
    autosave, check, dom,
    fetch::Outcome,
    form_state,
    history::{self, NavigationType},
    notices, observe, remember, visit,
};

const UNANSWERED: &str = "Le portail n’a pas répondu\u{a0}: votre envoi n’est peut-être pas arrivé. Ce que vous avez saisi est \
                         toujours là\u{a0}: vérifiez votre connexion, puis envoyez de nouveau.";

pub fn listen() {
    dom::on("submit", |event: SubmitEvent| {
        let Some(form) =
            dom::target_within(&event, "form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        if event.default_prevented() {
            return;
        }
        if form.has_attribute("data-form") {
            event.prevent_default();
            check_and_send(form, event.submitter());
        } else if form.method() == "get" && form.closest("main").is_ok_and(|main| main.is_some()) {
            event.prevent_default();
            visit::open(&search_address(&form), NavigationType::Push);
        } else if observe::is_offline() {
            // The browser would replace the page by its own.
            event.prevent_default();
            show_error(&form, UNANSWERED);
        } else {
            remember::begin_sending(&form);
            remember::end_sending(true);
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

fn check_and_send(form: HtmlFormElement, submitter: Option<HtmlElement>) {
    // Drafts are saved without checks: their button has `formnovalidate`.
    let unchecked = submitter.as_ref().is_some_and(|button| button.has_attribute("formnovalidate"));
    if form.has_attribute("aria-busy") || !(unchecked || check::form(&form)) {
        return;
    }
    let Some(body) = form_state::encode(&form, submitter.as_ref()) else { return };
    // Read from the attribute: a field named `action` would shadow the property.
    let action = submitter
        .as_ref()
        .and_then(|button| button.get_attribute("formaction"))
        .or_else(|| form.get_attribute("action"))
        .unwrap_or_default();
    let _ = form.set_attribute("aria-busy", "true");
    leptos::task::spawn_local(async move {
        autosave::cancel();
        remember::begin_sending(&form);
        let outcome = visit::send(&action, &body).await;
        let _ = form.remove_attribute("aria-busy");
        finish(&form, outcome);
    });
}

/// Shows the answer to a form if no page was displayed. Never sends the form again: its work may have been done.
fn finish(form: &HtmlFormElement, outcome: Outcome) {
    let problem = match outcome {
        // The work is done, and its result is at this address.
        Outcome::NotSwappable(page) if page.redirected => {
            remember::end_sending(true);
            return history::load_in_full(&page.address, NavigationType::Push);
        }
        Outcome::NotSwappable(page) => error_text(&page.document).unwrap_or_else(|| UNANSWERED.to_owned()),
        Outcome::Unreachable => UNANSWERED.to_owned(),
        _ => return remember::end_sending(false),
    };
    remember::end_sending(false);
    show_error(form, &problem);
}

fn show_error(form: &HtmlFormElement, sentence: &str) {
    if !check::show_form_error(form, sentence) {
        notices::show("message", Some(sentence));
    }
}

/// The explanation of an error page of the portal.
fn error_text(page: &Document) -> Option<String> {
    page.query_selector("main#contenu .lead").ok().flatten()?.text_content()
}

/// Address of a form with method `get`, its values as the query.
fn search_address(form: &HtmlFormElement) -> String {
    let action = form.get_attribute("action").filter(|action| !action.is_empty());
    let action = action.unwrap_or_else(|| dom::window().location().pathname().unwrap_or_default());
    let query =
        form_state::encode(form, None).map(|query| String::from(query.to_string())).unwrap_or_default();
    match action.split_once('#') {
        Some((page, fragment)) => format!("{page}?{query}#{fragment}"),
        None => format!("{action}?{query}"),
    }
}
