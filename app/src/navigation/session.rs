//! The end of the session (mission §2.3): warns two minutes before, offers an extension, and parks the input when the
//! session ends.
//!
//! The remaining time is requested from the server before each warning: activity in another tab may have extended it.

use std::cell::Cell;
use std::time::Duration;

use domain::path;
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{JSON, Reflect};
use leptos::server_fn::ServerFn;
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlDialogElement, HtmlFormElement, HtmlInputElement};

use super::{dom, form_state, history::NavigationType, park::ParkForm, timer::Timer, visit};

/// Seconds left when the warning appears. WCAG 2.2.1 requires 20 at least, mission §2.3 two minutes.
const WARNING: u64 = 120;

/// Seconds between checks while the warning is shown (another tab may extend the session) or the server unreachable.
const RECHECK: u64 = 10;

const EXTENDABLE: &str = "Sans action de votre part, elle se fermera dans moins de deux minutes. Votre \
                          saisie sera conservée jusqu’à votre prochaine connexion.";
const NOT_EXTENDABLE: &str = "Elle atteint sa durée maximale et se fermera dans moins de deux minutes. Enregistrez ou envoyez \
                      maintenant\u{a0}; le reste de votre saisie sera conservé jusqu’à votre prochaine connexion.";

thread_local! {
    static NEXT_CHECK: Cell<Option<Timer>> = const { Cell::new(None) };
    /// `true` once the warning was shown: once closed, it is not shown again until the session is extended.
    static WARNED: Cell<bool> = const { Cell::new(false) };
}

pub fn listen() {
    schedule();
    dom::on("click", |event: Event| {
        if dom::target_within(&event, "[data-session-stay]").is_some() {
            close_warning();
            leptos::task::spawn_local(async { apply(extend().await).await });
        }
    });
}

/// Schedules the next check from the remaining time in the page's header; cancels it if no person is signed in.
pub fn schedule() {
    let header = dom::by_id::<Element>("entete");
    let seconds = header.and_then(|header| header.get_attribute("data-session-left"));
    match seconds.and_then(|seconds| seconds.parse().ok()) {
        Some(seconds) => wait_for_warning(seconds),
        None => {
            close_warning();
            cancel_check();
        }
    }
}

fn wait_for_warning(seconds_left: u64) {
    WARNED.set(false);
    close_warning();
    check_in(seconds_left.saturating_sub(WARNING));
}

fn check_in(seconds: u64) {
    cancel_check();
    NEXT_CHECK.set(Some(Timer::start(Duration::from_secs(seconds), check_now)));
}

fn cancel_check() {
    if let Some(next) = NEXT_CHECK.take() {
        next.stop();
    }
}

/// Requests the remaining time from the server and acts on it.
pub fn check_now() {
    leptos::task::spawn_local(async { apply(remaining().await).await });
}

/// Remaining time of the session.
struct Remaining {
    seconds: u64,
    /// `true` if the idle timeout may start again: the maximum lifetime is not reached.
    extendable: bool,
}

/// Applies the server's answer. `None`: no answer, so the session is not known to have ended.
async fn apply(remaining: Option<Remaining>) {
    match remaining {
        None => check_in(RECHECK),
        Some(Remaining { seconds: 0, .. }) => park_forms_and_sign_in().await,
        Some(Remaining { seconds, .. }) if seconds > WARNING => wait_for_warning(seconds),
        Some(remaining) => {
            warn(&remaining);
            check_in(remaining.seconds.min(RECHECK));
        }
    }
}

async fn remaining() -> Option<Remaining> {
    fetch(Request::get(path::API_SESSION)).await
}

/// Starts the idle timeout again.
async fn extend() -> Option<Remaining> {
    fetch(Request::post(path::API_SESSION_EXTENSION)).await
}

async fn fetch(request: RequestBuilder) -> Option<Remaining> {
    let response = request.send().await.ok().filter(Response::ok)?;
    let json = JSON::parse(&response.text().await.ok()?).ok()?;
    let member = |name| Reflect::get(&json, &JsValue::from_str(name)).ok();
    // Seconds of a session: small, whole and never negative.
    let seconds = member("secondes")?.as_f64()? as u64;
    Some(Remaining { seconds, extendable: member("prolongeable")?.as_bool()? })
}

fn dialog() -> Option<HtmlDialogElement> {
    dom::by_id("fin-de-session")
}

fn warn(remaining: &Remaining) {
    if WARNED.replace(true) {
        return;
    }
    let Some(dialog) = dialog() else { return };
    if let Some(text) = dom::find::<Element>(&dialog, "[data-session-text]") {
        text.set_text_content(Some(if remaining.extendable { EXTENDABLE } else { NOT_EXTENDABLE }));
    }
    if let Some(stay) = dom::find::<Element>(&dialog, "[data-session-stay]") {
        dom::show(&stay, remaining.extendable);
    }
    let _ = dialog.show_modal();
}

fn close_warning() {
    if let Some(dialog) = dialog().filter(HtmlDialogElement::open) {
        dialog.close();
    }
}

/// Sends the modified forms to the server, which parks them for the same person, then opens the sign-in page.
async fn park_forms_and_sign_in() {
    cancel_check();
    for form in dom::find_all::<HtmlFormElement>(&dom::body(), "main form[data-form]") {
        if form_state::is_modified(&form)
            && let Some(body) = form_state::encode(&form, None)
        {
            // Passwords are never stored.
            for secret in dom::find_all::<HtmlInputElement>(&form, "input[type=password]") {
                body.delete(&secret.name());
            }
            if !body.has("_formulaire") {
                let action = form.get_attribute("action").unwrap_or_default();
                body.append("_formulaire", action.rsplit('/').next().unwrap_or_default());
            }
            if let Ok(request) = Request::post(ParkForm::PATH).body(JsValue::from(body)) {
                let _ = request.send().await;
            }
        }
    }
    close_warning();
    let here = dom::window().location();
    let path = here.pathname().unwrap_or_default() + &here.search().unwrap_or_default();
    let page = path::sign_in_for(&path);
    visit::open(&format!("{page}?retour={}", js_sys::encode_uri_component(&path)), NavigationType::Push);
}
