//! Passkeys: submits a form that carries a challenge (`data-passkey`) with the passkey's response.
//!
//! Uses the browser's conversions from and to JSON (WebAuthn 3, §5.1.8 to §5.1.10; every browser since 2025). Without
//! them, a message suggests another factor.

use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, SubmitEvent};

use super::{check, dom};

const UNSUPPORTED: &str =
    "Ce navigateur ne prend pas en charge les clés d’accès. Mettez-le à jour, ou choisissez un autre moyen.";
const CANCELLED: &str = "La clé d’accès n’a pas répondu\u{a0}: la demande a été annulée ou a pris trop de temps. Recommencez, ou \
                       choisissez un autre moyen.";
const ALREADY_REGISTERED: &str = "Une clé d’accès de cet appareil est déjà ajoutée à votre compte. \
                                  Choisissez un autre appareil pour l’enregistrer.";

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
        if let Some(input) = unanswered_challenge(&form) {
            event.prevent_default();
            answer_and_submit(form, event.submitter(), input);
        }
    });
}

/// Submits the form marked with `data-at-once`: the person has just chosen to use a passkey.
pub fn prepare(root: &Element) {
    if let Some(input) = dom::find::<Element>(root, "[data-at-once]")
        && let Ok(Some(form)) = input.closest("form")
        && let Ok(form) = form.dyn_into::<HtmlFormElement>()
    {
        let _ = input.remove_attribute("data-at-once");
        let _ = form.request_submit();
    }
}

fn unanswered_challenge(form: &HtmlFormElement) -> Option<HtmlInputElement> {
    dom::find(form, "input[data-passkey]")
}

fn answer_and_submit(form: HtmlFormElement, submitter: Option<HtmlElement>, input: HtmlInputElement) {
    if form.has_attribute("aria-busy") || !check::form(&form) {
        return;
    }
    let _ = form.set_attribute("aria-busy", "true");
    leptos::task::spawn_local(async move {
        let response = response(&input).await;
        let _ = form.remove_attribute("aria-busy");
        match response {
            Ok(response) => {
                input.set_value(&response);
                let _ = input.remove_attribute("data-passkey");
                // Submits again: without a challenge, it is an ordinary form.
                let _ = form.request_submit_with_submitter(submitter.as_ref());
            }
            Err(sentence) => {
                check::show_form_error(&form, sentence);
            }
        }
    });
}

/// The passkey's response to the challenge, as JSON; otherwise the sentence to show.
async fn response(input: &HtmlInputElement) -> Result<String, &'static str> {
    let creates = input.get_attribute("data-passkey").as_deref() == Some("create");
    let challenge = input.get_attribute("data-question").unwrap_or_default();
    let credential = JsFuture::from(start(&challenge, creates).map_err(|_| UNSUPPORTED)?).await;
    let credential = credential.map_err(|error| {
        let name = Reflect::get(&error, &JsValue::from_str("name")).ok().and_then(|name| name.as_string());
        if name.as_deref() == Some("InvalidStateError") { ALREADY_REGISTERED } else { CANCELLED }
    })?;
    // Calls the credential's `toJSON`.
    JSON::stringify(&credential).map(String::from).map_err(|_| UNSUPPORTED)
}

/// Starts the creation or the use of a passkey. Fails if the browser lacks a function for it.
fn start(challenge: &str, creates: bool) -> Result<Promise, JsValue> {
    let json = JSON::parse(challenge)?;
    let public_key = if creates { creation_options(&json)? } else { request_options(&json)? };
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("publicKey"), &public_key)?;
    if creates { create(&options) } else { get(&options) }
}
