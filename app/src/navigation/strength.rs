//! How strong a password being chosen is: the server estimates (its dictionary is ten times this island's size),
//! once typing pauses.

use std::cell::RefCell;
use std::time::Duration;

use gloo_net::http::Request;
use js_sys::{Array, JSON, Object, Reflect};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement};

use super::dom;

const PAUSE: Duration = Duration::from_millis(400);
const WORDS: [&str; 5] = ["très faible", "faible", "moyen", "bon", "très bon"];

thread_local! {
    static PENDING: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
}

/// Something was typed in this field; if it is a new password, its strength is asked for soon.
pub fn typed(wrapper: &Element) {
    let Some(line) = dom::find::<Element>(wrapper, "[data-strength]") else { return };
    let Some(input) =
        dom::by_id::<HtmlInputElement>(&line.get_attribute("data-strength").unwrap_or_default())
    else {
        return;
    };
    if let Some(previous) = PENDING.take() {
        previous.clear();
    }
    if input.value().is_empty() {
        dom::show(&line, false);
        return;
    }
    let later = move || {
        leptos::task::spawn_local(async move {
            if let Some(advice) = estimate(&input).await {
                advice.show(&line);
            }
        });
    };
    PENDING.replace(set_timeout(later, PAUSE).ok());
}

struct Advice {
    score: usize,
    text: String,
}

async fn estimate(input: &HtmlInputElement) -> Option<Advice> {
    let password = input.value();
    let body = Object::new();
    Reflect::set(&body, &"mot_de_passe".into(), &password.as_str().into()).ok()?;
    Reflect::set(&body, &"contexte".into(), &personal_words()).ok()?;
    let body = JSON::stringify(&body).ok()?;
    let request = Request::post("/api/v1/mot-de-passe/force").header("Content-Type", "application/json");
    let answer = request.body(JsValue::from(body)).ok()?.send().await.ok()?;
    if !answer.ok() {
        return None;
    }
    let answer = JSON::parse(&answer.text().await.ok()?).ok()?;
    let score = Reflect::get(&answer, &"score".into()).ok()?.as_f64()? as usize;
    let advice =
        Reflect::get(&answer, &"conseils".into()).ok().and_then(|list| list.dyn_into::<Array>().ok());
    let mut text = String::from("Mot de passe ");
    text.push_str(WORDS.get(score).copied().unwrap_or_default());
    text.push('.');
    for hint in advice.iter().flat_map(|list| list.iter()).filter_map(|hint| hint.as_string()) {
        text.push(' ');
        text.push_str(&hint);
    }
    Some(Advice { score, text })
}

impl Advice {
    fn show(&self, line: &Element) {
        let _ = line.set_attribute("data-score", &self.score.to_string());
        line.set_text_content(Some(&self.text));
        dom::show(line, true);
    }
}

/// Names and addresses of the same form: easily guessed, so they weigh nothing.
fn personal_words() -> Array {
    let words = Array::new();
    for id in ["identifiant", "prenom", "nom", "email"] {
        if let Some(input) = dom::by_id::<HtmlInputElement>(id) {
            words.push(&JsValue::from(input.value()));
        }
    }
    words
}
