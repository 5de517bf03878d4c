//! Soft navigation: fetch the next page, put it in place of this one.
//!
//! Whatever is not plainly a page of the same build (an error of the network, a download, another origin, another
//! build) is left to the browser.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder};
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout},
    prelude::*,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortController, Document, DomParser, Element, HtmlMetaElement, PopStateEvent, ScrollRestoration,
    SupportedType, UrlSearchParams,
};

use super::{dom, fields};

/// Navigations shorter than this show no progress: a flash of a bar would only worry.
const PROGRESS_AFTER: Duration = Duration::from_millis(150);

/// What the island shows while a page is on its way, and says when it is there.
#[derive(Clone, Copy)]
pub struct Status {
    pub waiting: RwSignal<bool>,
    pub announcement: RwSignal<String>,
}

/// What becomes of the browser's history and of the scroll position.
#[derive(Clone, Copy, PartialEq)]
pub enum How {
    /// A new entry; focus on the heading.
    Push,
    /// Back or forward: the entry exists, the position is the one it was left at.
    Back(f64),
    /// The same page again, where the person is: nothing moves.
    Refresh,
}

thread_local! {
    static STATUS: Cell<Option<Status>> = const { Cell::new(None) };
    static IN_FLIGHT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

pub fn listen(status: Status) {
    STATUS.set(Some(status));
    if let Ok(history) = dom::window().history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
    dom::listen(&dom::window(), "popstate", |event: PopStateEvent| {
        let position = event.state().as_f64().unwrap_or(0.0);
        open(&location(), How::Back(position));
    });
}

/// Goes to a page.
pub fn open(address: &str, how: How) {
    let address = address.to_owned();
    leptos::task::spawn_local(async move { go(&address, how).await });
}

/// Brings the page up to date where the person is.
pub async fn refresh() {
    go(&location(), How::Refresh).await;
}

async fn go(address: &str, how: How) {
    if !follow(Request::get(address), None, how).await {
        assign(address, how);
    }
}

/// Sends a form and follows to the page it leads to; `false` when the answer is not a page of ours.
pub async fn send(action: &str, body: &UrlSearchParams) -> bool {
    follow(Request::post(action), Some(body), How::Push).await
}

async fn follow(request: RequestBuilder, body: Option<&UrlSearchParams>, how: How) -> bool {
    let controller = AbortController::new().ok();
    let previous = IN_FLIGHT.replace(controller.clone());
    if let Some(previous) = previous {
        previous.abort();
    }
    let progress = Progress::start();
    let page = fetch(request, body, controller.as_ref()).await;
    let overtaken = controller.as_ref().is_some_and(|controller| controller.signal().aborted());
    if overtaken {
        return true;
    }
    drop(progress);
    page.is_some_and(|page| page.put_in_place(how))
}

async fn fetch(
    request: RequestBuilder,
    body: Option<&UrlSearchParams>,
    controller: Option<&AbortController>,
) -> Option<Fetched> {
    let signal = controller.map(AbortController::signal);
    let request = request.header("Accept", "text/html").abort_signal(signal.as_ref());
    let request = match body {
        Some(body) => request.body(JsValue::from(body)),
        None => request.build(),
    };
    let answer = request.ok()?.send().await.ok()?;
    if !answer.headers().get("content-type")?.starts_with("text/html") {
        return None;
    }
    let address = answer.url();
    let text = answer.text().await.ok()?;
    let document = DomParser::new().ok()?.parse_from_string(&text, SupportedType::TextHtml).ok()?;
    Some(Fetched { document, address })
}

/// A page that arrived.
struct Fetched {
    document: Document,
    address: String,
}

impl Fetched {
    fn put_in_place(self, how: How) -> bool {
        let here = dom::document();
        if build(&here).is_none() || build(&here) != build(&self.document) {
            return false;
        }
        let (Some(old), Some(new)) = (main(&here), main(&self.document)) else { return false };
        remember(&self.address, how);
        here.set_title(&self.document.title());
        for part in dom::find_all::<Element>(&dom::body(), "[data-live]") {
            if let Some(fresh) = self.document.get_element_by_id(&part.id()) {
                let _ = part.replace_with_with_node_1(&fresh);
            }
        }
        let _ = old.replace_with_with_node_1(&new);
        fields::prepare(&new);
        settle(&new, how, self.address.split_once('#').map(|(_, fragment)| fragment));
        true
    }
}

/// Scroll, focus and announcement, as a full load would leave them.
fn settle(main: &Element, how: How, fragment: Option<&str>) {
    let window = dom::window();
    if how == How::Refresh {
        return;
    }
    if let Some(status) = STATUS.get() {
        status.announcement.set(dom::document().title());
    }
    let problems = dom::find::<Element>(main, "[data-error-summary]:not([hidden])");
    let heading = problems.or_else(|| dom::find(main, "#titre"));
    if let Some(heading) = heading {
        dom::focus(&heading);
    }
    match (how, fragment.and_then(dom::by_id::<Element>)) {
        (How::Back(position), _) => window.scroll_to_with_x_and_y(0.0, position),
        (_, Some(target)) => target.scroll_into_view(),
        _ => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}

fn remember(address: &str, how: How) {
    let Ok(history) = dom::window().history() else { return };
    let position = JsValue::from_f64(dom::window().scroll_y().unwrap_or(0.0));
    match how {
        How::Back(_) | How::Refresh => {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
        }
        How::Push => {
            // The page being left keeps its position for the way back.
            let _ = history.replace_state_with_url(&position, "", None);
            if address == location() {
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
            } else {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
            }
        }
    }
}

pub fn location() -> String {
    dom::window().location().href().unwrap_or_default()
}

fn assign(address: &str, how: How) {
    let location = dom::window().location();
    let _ = match how {
        How::Push => location.assign(address),
        How::Back(_) | How::Refresh => location.reload(),
    };
}

fn main(document: &Document) -> Option<Element> {
    document.query_selector("main").ok().flatten()
}

fn build(document: &Document) -> Option<String> {
    let meta = document.query_selector("meta[name=build]").ok().flatten()?;
    Some(meta.dyn_ref::<HtmlMetaElement>().map_or_else(
        // A parsed document's elements may belong to another realm.
        || meta.get_attribute("content").unwrap_or_default(),
        HtmlMetaElement::content,
    ))
}

/// The thin bar, shown when the wait is long enough to be felt; gone when dropped.
struct Progress(Option<TimeoutHandle>);

impl Progress {
    fn start() -> Progress {
        let show = || {
            if let Some(status) = STATUS.get() {
                status.waiting.set(true);
            }
        };
        Progress(set_timeout(show, PROGRESS_AFTER).ok())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(timeout) = &self.0 {
            timeout.clear();
        }
        if let Some(status) = STATUS.get() {
            status.waiting.set(false);
        }
    }
}
