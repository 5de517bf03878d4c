//! Strength of a new password, estimated by the server once typing pauses: its dictionary is ten times this island's
//! size.

use std::cell::Cell;
use std::time::Duration;

use domain::path;
use gloo_net::http::Request;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement};

use super::{dom, timer::Timer};

const PAUSE: Duration = Duration::from_millis(400);
const WORDS: [&str; 5] = ["très faible", "faible", "moyen", "bon", "très bon"];

thread_local! {
    static PENDING: Cell<Option<Timer>> = const { Cell::new(None) };
}

/// Schedules an estimate of the strength if the field is a new password, in place of the one scheduled before.
pub fn schedule_estimate(wrapper: &Element) {
    let Some(line) = dom::find::<Element>(wrapper, "[data-strength]") else { return };
    let Some(input) =
        dom::by_id::<HtmlInputElement>(&line.get_attribute("data-strength").unwrap_or_default())
    else {
        return;
    };
    if let Some(previous) = PENDING.take() {
        previous.stop();
    }
    if input.value().is_empty() {
        // Emptied, not hidden: screen readers may ignore a status region that was hidden.
        line.set_text_content(None);
        return;
    }
    let run = move || {
        leptos::task::spawn_local(async move {
            if let Some(estimate) = estimate(&input).await {
                estimate.show(&line);
            }
        });
    };
    PENDING.set(Some(Timer::start(PAUSE, run)));
}

struct Estimate {
    /// Score from 0 to 4, an index of [`WORDS`].
    score: usize,
    text: String,
}

async fn estimate(input: &HtmlInputElement) -> Option<Estimate> {
    let password = input.value();
    let body = Object::new();
    Reflect::set(&body, &"mot_de_passe".into(), &password.as_str().into()).ok()?;
    Reflect::set(&body, &"contexte".into(), &personal_words()).ok()?;
    let body = JSON::stringify(&body).ok()?;
    let request = Request::post(path::API_PASSWORD_STRENGTH).header("Content-Type", "application/json");
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
    Some(Estimate { score, text })
}

impl Estimate {
    fn show(&self, line: &Element) {
        let _ = line.set_attribute("data-score", &self.score.to_string());
        line.set_text_content(Some(&self.text));
    }
}

/// Names and addresses in the form of the password: easily guessed, so they add no strength.
fn personal_words() -> Array {
    let words = Array::new();
    for id in ["identifiant", "prenom", "nom", "email"] {
        if let Some(input) = dom::by_id::<HtmlInputElement>(id) {
            words.push(&JsValue::from(input.value()));
        }
    }
    words
}
