//! Forms of ours: checked before they are sent, sent once, followed softly.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, FormData, HtmlElement, HtmlFormElement, SubmitEvent, UrlSearchParams};

use super::{
    check, dom,
    visit::{self, How, Outcome},
};

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
            visit::open(&search_address(&form), How::Push);
        }
    });
    // A fault that was shown goes away as soon as it is mended. While typing, not on leaving the field: the button
    // being pressed would move from under the pointer, and the press be lost.
    dom::on("input", |event: Event| {
        if let Some(field) = dom::target_within(&event, "[data-field].field--error") {
            check::clear_when_mended(&field);
        }
    });
}

fn send(form: HtmlFormElement, submitter: Option<HtmlElement>) {
    // A draft is saved as it is: its button says so with `formnovalidate`.
    let unchecked = submitter.as_ref().is_some_and(|button| button.has_attribute("formnovalidate"));
    if form.has_attribute("aria-busy") || !(unchecked || check::form(&form)) {
        return;
    }
    let Some(body) = body(&form, submitter.as_ref()) else {
        let _ = form.submit();
        return;
    };
    // The action as written: a field named « action » would hide the property.
    let action = submitter
        .as_ref()
        .and_then(|button| button.get_attribute("formaction"))
        .or_else(|| form.get_attribute("action"))
        .unwrap_or_default();
    let _ = form.set_attribute("aria-busy", "true");
    leptos::task::spawn_local(async move {
        let outcome = visit::send(&action, &body).await;
        let _ = form.remove_attribute("aria-busy");
        let told = outcome == Outcome::Unreachable && check::refuse(&form, UNREACHABLE);
        if !matches!(outcome, Outcome::Shown | Outcome::Overtaken) && !told {
            // Not an answer of ours: the browser sends it again and says what is wrong. Forms that must not be done
            // twice carry their own key.
            let _ = form.submit();
        }
    });
}

/// The form's values, in the encoding of a plain form.
pub fn body(form: &HtmlFormElement, submitter: Option<&HtmlElement>) -> Option<UrlSearchParams> {
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

fn search_address(form: &HtmlFormElement) -> String {
    let action = form.get_attribute("action").filter(|action| !action.is_empty());
    let action = action.unwrap_or_else(|| dom::window().location().pathname().unwrap_or_default());
    let query = body(form, None).map(|query| String::from(query.to_string())).unwrap_or_default();
    format!("{action}?{query}")
}
