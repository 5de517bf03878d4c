//! Passkeys: the form that carries a question (`data-passkey`) is sent with the key's answer.
//!
//! The browser's own conversions from and to JSON do the work (WebAuthn 3, §5.1.8 to §5.1.10; every browser since 2025);
//! one without them is told apart and asked to choose another way.

use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, SubmitEvent};

use super::{check, dom};

const TOO_OLD: &str =
    "Ce navigateur ne sait pas utiliser les clés d’accès. Mettez-le à jour, ou choisissez un autre moyen.";
const STOPPED: &str = "La clé d’accès n’a pas répondu\u{a0}: la demande a été annulée ou a pris trop de temps. Recommencez, ou \
                       choisissez un autre moyen.";
const KNOWN: &str = "Une clé d’accès de cet appareil est déjà ajoutée à votre compte. Choisissez un autre appareil pour la garder.";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
    fn creation_options(json: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
    fn request_options(json: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = create)]
    fn create(options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = get)]
    fn get(options: &Object) -> Result<Promise, JsValue>;
}

pub fn listen() {
    dom::on("submit", |event: SubmitEvent| {
        let Some(form) = dom::target_within(&event, "form").and_then(|form| form.dyn_into().ok()) else {
            return;
        };
        if let Some(question) = unanswered(&form) {
            event.prevent_default();
            ask(form, question);
        }
    });
}

/// A page whose person has just asked for their key begins by itself.
pub fn prepare(root: &Element) {
    if let Some(question) = dom::find::<Element>(root, "[data-at-once]")
        && let Ok(Some(form)) = question.closest("form")
        && let Ok(form) = form.dyn_into::<HtmlFormElement>()
    {
        let _ = question.remove_attribute("data-at-once");
        let _ = form.request_submit();
    }
}

fn unanswered(form: &HtmlFormElement) -> Option<HtmlInputElement> {
    dom::find(form, "input[data-passkey]")
}

fn ask(form: HtmlFormElement, question: HtmlInputElement) {
    if form.has_attribute("aria-busy") || !check::form(&form) {
        return;
    }
    let _ = form.set_attribute("aria-busy", "true");
    leptos::task::spawn_local(async move {
        let answer = answer(&question).await;
        let _ = form.remove_attribute("aria-busy");
        match answer {
            Ok(answer) => {
                question.set_value(&answer);
                let _ = question.remove_attribute("data-passkey");
                // Through the same door again: now the form is like any other.
                let _ = form.request_submit();
            }
            Err(sentence) => {
                check::refuse(&form, sentence);
            }
        }
    });
}

async fn answer(question: &HtmlInputElement) -> Result<String, &'static str> {
    let makes = question.get_attribute("data-passkey").as_deref() == Some("create");
    let asked = question.get_attribute("data-question").unwrap_or_default();
    let credential = JsFuture::from(begin(&asked, makes).map_err(|_| TOO_OLD)?).await;
    let credential = credential.map_err(|error| {
        let name = Reflect::get(&error, &JsValue::from_str("name")).ok().and_then(|name| name.as_string());
        if name.as_deref() == Some("InvalidStateError") { KNOWN } else { STOPPED }
    })?;
    // What a credential is as JSON is the browser's to say: it has a `toJSON`.
    JSON::stringify(&credential).map(String::from).map_err(|_| TOO_OLD)
}

/// Puts the question to the browser; an error here is one of a browser that lacks something.
fn begin(asked: &str, makes: bool) -> Result<Promise, JsValue> {
    let json = JSON::parse(asked)?;
    let asked = if makes { creation_options(&json)? } else { request_options(&json)? };
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("publicKey"), &asked)?;
    if makes { create(&options) } else { get(&options) }
}
