//! Sends a file in pieces, from where the portal has it.

use domain::problem::Problem;
use gloo_net::http::{Request, RequestBuilder};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::file_upload::FileUpload;
use crate::navigation::dom;

/// Size of a piece in bytes: the portal accepts twice as much, but a slow connection shows its progress more often.
const PIECE: u32 = 512 * 1024;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    fn digest(algorithm: &str, data: &JsValue) -> Result<Promise, JsValue>;

    /// Sends a POST without waiting for its answer.
    #[wasm_bindgen(js_namespace = navigator, js_name = sendBeacon)]
    fn send_beacon(address: &str) -> bool;
}

/// How an attempt ended.
pub enum Ending {
    Added,
    /// With the portal's sentence about the file. `reload`: the page is no longer one to send files from, and says why.
    Refused {
        reason: String,
        reload: bool,
    },
    /// The upload can continue later. With a sentence about the reason.
    Interrupted(String),
}

/// A request and its body.
type Step = (RequestBuilder, JsValue);

/// Sends the rest of the file. Asks the portal first where it stopped, if it has begun.
pub async fn send(upload: &FileUpload) -> Ending {
    let mut step = Some(match &*upload.address.borrow() {
        Some(address) => (Request::get(address), JsValue::UNDEFINED),
        None => beginning(upload),
    });
    while let Some((request, body)) = step {
        let Some((status, answer)) = ask(upload, request, body).await else { break };
        let member = |name| Reflect::get(&answer, &JsValue::from_str(name)).unwrap_or_default();
        if let Some(address) = member("adresse").as_string() {
            upload.address.replace(Some(address));
        }
        if member("fini").is_truthy() {
            return Ending::Added;
        }
        step = if let Some(received) = member("octets").as_f64() {
            next_piece(upload, received as u32).await
        } else if status == 404 && upload.address.take().is_some() {
            // The portal no longer has it.
            Some(beginning(upload))
        } else {
            let reason = member("message").as_string().unwrap_or_default();
            return match status {
                // Signed out: the upload continues after the sign-in.
                401 => Ending::Interrupted(reason),
                // 409: the person works for another company by now, or is another one.
                status => Ending::Refused { reason, reload: status == 409 },
            };
        };
    }
    let problem = Problem::FileInterrupted { name: upload.name.clone() };
    Ending::Interrupted(problem.value_sentence().unwrap_or_default())
}

fn beginning(upload: &FileUpload) -> Step {
    let (address, fields) = &upload.beginning;
    (Request::post(address), fields.into())
}

/// The piece that begins at `received`, or the end of the upload if the portal has all of them.
async fn next_piece(upload: &FileUpload, received: u32) -> Option<Step> {
    let size = upload.file.size();
    upload.show_progress(100.0 * f64::from(received) / size);
    let address = upload.address.borrow().clone()?;
    if f64::from(received) >= size {
        return Some((Request::post(&(address + "/fin")), JsValue::UNDEFINED));
    }
    let piece = upload.file.slice_with_f64_and_f64(received.into(), (received + PIECE).into()).ok()?;
    let bytes = JsFuture::from(piece.array_buffer()).await.ok()?;
    let digest = JsFuture::from(digest("SHA-256", &bytes).ok()?).await.ok()?;
    let digest: String = Uint8Array::new(&digest).to_vec().into_iter().map(char::from).collect();
    let digest = ["sha-256=:", &dom::window().btoa(&digest).ok()?, ":"].concat();
    let request = Request::post(&[address.as_str(), "?debut=", &received.to_string()].concat());
    Some((request.header("Content-Digest", &digest), bytes))
}

/// Ends the attempt, and tells the portal that the upload is cancelled.
pub fn cancel(upload: &FileUpload) {
    upload.controller.abort();
    if let Some(address) = upload.address.take() {
        send_beacon(&(address + "/annulation"));
    }
}

/// Returns the status and the answer; `None` without an answer of the portal, or if it cannot receive files now.
async fn ask(upload: &FileUpload, request: RequestBuilder, body: JsValue) -> Option<(u16, JsValue)> {
    let request =
        request.header("Accept", "application/json").abort_signal(Some(&upload.controller.signal()));
    let response = request.body(body).ok()?.send().await.ok()?;
    let status = response.status();
    if status == 408 || status >= 500 {
        return None;
    }
    let response: web_sys::Response = response.into();
    let answer = JsFuture::from(response.json().ok()?).await.ok()?;
    Some((status, answer))
}
