//! Requests a page and parses it.

use gloo_net::http::{RequestBuilder, Response};
use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Document, UrlSearchParams};

#[wasm_bindgen]
extern "C" {
    /// Parser of texts of the browser; that of `web_sys` would copy a page into WebAssembly and back.
    #[wasm_bindgen(js_name = DOMParser)]
    type Parser;
    #[wasm_bindgen(constructor, js_class = "DOMParser")]
    fn new() -> Parser;
    #[wasm_bindgen(method, js_name = parseFromString)]
    fn parse(this: &Parser, text: &JsString, content_type: &str) -> Document;
}

/// Result of a navigation.
pub enum Outcome {
    /// The new page is displayed.
    Swapped,
    /// A later navigation has replaced this one.
    Superseded,
    /// Only the header was replaced: swapping the page would have lost input.
    HeaderOnly,
    /// The response is not a page that can be swapped in.
    NotSwappable(FetchedPage),
    /// No response: the connection failed, or a proxy did not reach the portal.
    Unreachable,
}

pub struct FetchedPage {
    pub document: Document,
    /// Address after redirections, without a fragment.
    pub address: String,
    pub redirected: bool,
    /// `true` if the server is another build than the displayed page: the browser must load the page.
    pub other_build: bool,
}

/// Status of the server's answer to a page of another build.
const OTHER_BUILD: u16 = 204;

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
    let response =
        request.map_err(|_| Outcome::Unreachable)?.send().await.map_err(|_| Outcome::Unreachable)?;
    let status = response.status();
    // Of a proxy, or of a portal that cannot answer now.
    if (502..=504).contains(&status) {
        return Err(Outcome::Unreachable);
    }
    let html = response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    let (address, redirected) = (response.url(), response.redirected());
    // A download is left to the browser.
    let text =
        if html { text(response).await.map_err(|_| Outcome::Unreachable)? } else { JsString::from("") };
    let document = Parser::new().parse(&text, "text/html");
    Ok(FetchedPage { document, address, redirected, other_build: status == OTHER_BUILD })
}

async fn text(response: Response) -> Result<JsString, JsValue> {
    let response: web_sys::Response = response.into();
    JsFuture::from(response.text()?).await.map(JsCast::unchecked_into)
}
