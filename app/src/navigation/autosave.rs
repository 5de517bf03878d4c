//! Saves drafts while they are typed: after a pause, and when the page is left.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use gloo_net::http::Request;
use js_sys::Date;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlFormElement};

use super::{dom, form_state, status, timer::Timer};

/// Time without typing before the draft is saved.
const PAUSE: Duration = Duration::from_secs(2);
/// Time before a save without a response is retried.
const RETRY: Duration = Duration::from_secs(10);

const UNREACHABLE: &str =
    "Pas encore enregistré\u{a0}: le portail ne répond pas. Votre saisie reste sur cette page.";
const OUT_OF_DATE: &str = "Votre saisie n’est plus enregistrée automatiquement\u{a0}: ce brouillon a été modifié ailleurs, ou \
                           l’entreprise ou la session a changé. Elle reste affichée sur cette page.";
const GONE: &str = "Votre saisie n’est plus enregistrée automatiquement\u{a0}: ce brouillon a été envoyé ou supprimé. Elle \
                    reste affichée sur cette page.";

thread_local! {
    /// The form to save, and the timer of the save.
    static PENDING: RefCell<Option<(HtmlFormElement, Timer)>> = const { RefCell::new(None) };
    static SAVING: Cell<bool> = const { Cell::new(false) };
}

pub fn listen() {
    dom::on("input", |event: Event| {
        let form = dom::target_within(&event, "form[data-autosave]").and_then(|form| form.dyn_into().ok());
        if let Some(form) = form {
            save_in(PAUSE, form);
        }
    });
    dom::on("visibilitychange", |_: Event| {
        if dom::document().hidden() {
            save_before_leaving();
        }
    });
    dom::listen(&dom::window(), "pagehide", |_: Event| save_before_leaving());
}

/// Cancels the pending save: the form is being sent.
pub fn cancel() {
    if let Some((_, timer)) = PENDING.take() {
        timer.stop();
    }
}

/// Saves what was typed since the last pause, by a request that the end of the page does not abort.
pub fn save_before_leaving() {
    let Some((form, timer)) = PENDING.take() else { return };
    timer.stop();
    if let (Some(address), Some(body)) = (address(&form), form_state::encode(&form, None)) {
        let _ = dom::window().navigator().send_beacon_with_opt_url_search_params(&address, Some(&body));
    }
}

fn address(form: &Element) -> Option<String> {
    form.get_attribute("data-autosave")
}

fn save_in(time: Duration, form: HtmlFormElement) {
    cancel();
    PENDING.set(Some((form, Timer::start(time, save_pending))));
}

fn save_pending() {
    let Some((form, _)) = PENDING.take() else { return };
    if SAVING.get() {
        // The responses must not overtake each other.
        return save_in(PAUSE, form);
    }
    let (Some(address), Some(body)) = (address(&form), form_state::encode(&form, None)) else { return };
    SAVING.set(true);
    leptos::task::spawn_local(async move {
        let status = match Request::post(&address).body(JsValue::from(body)) {
            Ok(request) => request.send().await.ok().map(|response| response.status()),
            Err(_) => None,
        };
        SAVING.set(false);
        finish(form, status);
    });
}

/// Shows the result of a save under the form. `status`: that of the response; `None` without one.
fn finish(form: HtmlFormElement, status: Option<u16>) {
    match status {
        Some(204) => show(&form, &saved_now()),
        Some(404) => stop(&form, GONE),
        Some(400..=499) => stop(&form, OUT_OF_DATE),
        _ => {
            show(&form, UNREACHABLE);
            if PENDING.with_borrow(Option::is_none) && form.is_connected() {
                save_in(RETRY, form);
            }
        }
    }
}

fn stop(form: &HtmlFormElement, sentence: &str) {
    let _ = form.remove_attribute("data-autosave");
    show(form, sentence);
    if form.is_connected() {
        status::announce(sentence);
    }
}

fn show(form: &Element, text: &str) {
    if let Some(state) = dom::find::<Element>(form, "[data-autosave-state]") {
        state.set_text_content(Some(text));
        dom::show(&state, true);
    }
}

fn saved_now() -> String {
    let now = Date::new_0();
    format!("Enregistré à {:02}\u{a0}h\u{a0}{:02}", now.get_hours(), now.get_minutes())
}
