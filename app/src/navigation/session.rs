//! The end of the session (mission §2.3): announced two minutes before, put off without losing the form, and never the
//! end of what is being typed.
//!
//! The server knows the end, and is asked before anything is said: another page of the same person, in whatever tab, may
//! have moved it.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use gloo_net::http::Request;
use js_sys::{JSON, Reflect};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement,
};

use super::{
    dom, submit,
    visit::{self, How},
};

/// WCAG 2.2.1 asks for 20 s at least; mission §2.3 for two minutes.
const WARNING: u64 = 120;

/// While the warning stands another tab may go on; and a server that did not answer may be back.
const AGAIN: u64 = 10;

const CAN_GO_ON: &str = "Sans action de votre part, elle se fermera dans moins de deux minutes. Ce que vous avez saisi sera \
                         gardé jusqu’à votre prochaine connexion.";
const CANNOT: &str = "Elle atteint sa durée maximale et se fermera dans moins de deux minutes. Enregistrez ou envoyez \
                      maintenant\u{a0}; ce qui reste saisi sera gardé jusqu’à votre prochaine connexion.";

thread_local! {
    static NEXT: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
    /// The warning was given for this end: closed by the person, it does not come again.
    static WARNED: Cell<bool> = const { Cell::new(false) };
}

pub fn listen() {
    watch();
    dom::on("click", |event: Event| {
        if dom::target_within(&event, "[data-session-stay]").is_some() {
            close();
            leptos::task::spawn_local(async { heed(ask(true).await).await });
        }
    });
}

/// Takes the end from the page that has just been put in place.
pub fn watch() {
    let told = dom::by_id::<Element>("entete").and_then(|header| header.get_attribute("data-session-left"));
    match told.and_then(|seconds| seconds.parse().ok()) {
        Some(left) => rest(left),
        None => {
            close();
            forget();
        }
    }
}

/// Nothing to say for now.
fn rest(left: u64) {
    WARNED.set(false);
    close();
    look_in(left.saturating_sub(WARNING));
}

fn look_in(seconds: u64) {
    forget();
    let look = || leptos::task::spawn_local(async { heed(ask(false).await).await });
    NEXT.set(set_timeout(look, Duration::from_secs(seconds)).ok());
}

fn forget() {
    if let Some(next) = NEXT.take() {
        next.clear();
    }
}

/// What the server said of the end.
struct Left {
    seconds: u64,
    can_go_on: bool,
}

/// Something tells that it may be over.
pub fn look() {
    leptos::task::spawn_local(async { heed(ask(false).await).await });
}

async fn heed(left: Option<Left>) {
    match left {
        // No answer: neither is the session known to be over.
        None => look_in(AGAIN),
        Some(Left { seconds: 0, .. }) => leave().await,
        Some(Left { seconds, .. }) if seconds > WARNING => rest(seconds),
        Some(left) => {
            warn(&left);
            look_in(left.seconds.min(AGAIN));
        }
    }
}

/// Asks how long is left; `go_on`: and begins the idle time again.
async fn ask(go_on: bool) -> Option<Left> {
    let request = match go_on {
        true => Request::post("/api/v1/session/prolongation"),
        false => Request::get("/api/v1/session"),
    };
    let answer = request.send().await.ok().filter(gloo_net::http::Response::ok)?;
    let answer = JSON::parse(&answer.text().await.ok()?).ok()?;
    let member = |name| Reflect::get(&answer, &JsValue::from_str(name)).ok();
    // Seconds of a session: small, whole and never negative.
    let seconds = member("secondes")?.as_f64()? as u64;
    Some(Left { seconds, can_go_on: member("prolongeable")?.as_bool()? })
}

fn dialog() -> Option<HtmlDialogElement> {
    dom::by_id("fin-de-session")
}

fn warn(left: &Left) {
    if WARNED.replace(true) {
        return;
    }
    let Some(dialog) = dialog() else { return };
    if let Some(text) = dom::find::<Element>(&dialog, "[data-session-text]") {
        text.set_text_content(Some(if left.can_go_on { CAN_GO_ON } else { CANNOT }));
    }
    if let Some(stay) = dom::find::<Element>(&dialog, "[data-session-stay]") {
        dom::show(&stay, left.can_go_on);
    }
    let _ = dialog.show_modal();
}

fn close() {
    if let Some(dialog) = dialog().filter(HtmlDialogElement::open) {
        dialog.close();
    }
}

/// The session is over: what is typed is handed to the server, which keeps it for the same person, then the sign-in
/// page says so.
async fn leave() {
    forget();
    for form in dom::find_all::<HtmlFormElement>(&dom::body(), "main form[data-form]") {
        if is_typed_in(&form)
            && let Some(body) = submit::body(&form, None)
        {
            // Never kept, so never sent.
            for secret in dom::find_all::<HtmlInputElement>(&form, "input[type=password]") {
                body.delete(&secret.name());
            }
            if !body.has("_formulaire") {
                let action = form.get_attribute("action").unwrap_or_default();
                body.append("_formulaire", action.rsplit('/').next().unwrap_or_default());
            }
            if let Ok(request) = Request::post("/form/garder-saisie").body(JsValue::from(body)) {
                let _ = request.send().await;
            }
        }
    }
    close();
    let here = dom::window().location();
    let path = here.pathname().unwrap_or_default() + &here.search().unwrap_or_default();
    let page = if path.starts_with("/agent") { "/agent/connexion" } else { "/connexion" };
    visit::open(&format!("{page}?retour={}", js_sys::encode_uri_component(&path)), How::Push);
}

/// Does the form hold something else than what its page came with?
pub fn is_typed_in(form: &Element) -> bool {
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
