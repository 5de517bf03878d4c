//! Requests a page and parses it.

use gloo_net::http::RequestBuilder;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, Document, DomParser, SupportedType, UrlSearchParams};

/// Result of a navigation.
#[derive(Clone, Copy, PartialEq)]
pub enum Outcome {
    /// The new page is displayed.
    Swapped,
    /// A later navigation has replaced this one.
    Superseded,
    /// Only the header was replaced: swapping the page would have lost input.
    HeaderOnly,
    /// The response is not a page that can be swapped in.
    NotSwappable,
    /// No response: the connection failed.
    Unreachable,
}

pub struct FetchedPage {
    pub document: Document,
    /// Address after redirections, without a fragment.
    pub address: String,
}

pub async fn fetch(
    request: RequestBuilder,
    body: Option<&UrlSearchParams>,
    controller: Option<&AbortController>,
) -> Result<FetchedPage, Outcome> {
    let signal = controller.map(AbortController::signal);
    let request = request.header("Accept", "text/html").abort_signal(signal.as_ref());
    let request = match body {
        Some(body) => request.body(JsValue::from(body)),
        None => request.build(),
    };
    let Ok(request) = request else { return Err(Outcome::NotSwappable) };
    let Ok(response) = request.send().await else { return Err(Outcome::Unreachable) };
    if !response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return Err(Outcome::NotSwappable);
    }
    let address = response.url();
    let Ok(text) = response.text().await else { return Err(Outcome::Unreachable) };
    let document =
        DomParser::new().and_then(|parser| parser.parse_from_string(&text, SupportedType::TextHtml));
    document.map(|document| FetchedPage { document, address }).map_err(|_| Outcome::NotSwappable)
}
