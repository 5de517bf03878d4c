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

use super::{dom, fields, session};

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

/// What became of a request.
#[derive(Clone, Copy, PartialEq)]
pub enum Outcome {
    Shown,
    /// Answered, but not by a page that can be put in place.
    NotOurs,
    /// No answer: the connection failed.
    Unreachable,
}

thread_local! {
    /// Address of the page shown, without its fragment.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    static STATUS: Cell<Option<Status>> = const { Cell::new(None) };
    static IN_FLIGHT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

pub fn listen(status: Status) {
    STATUS.set(Some(status));
    SHOWN.set(page_of(&location()).to_owned());
    if let Ok(history) = dom::window().history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
    dom::listen(&dom::window(), "popstate", |event: PopStateEvent| {
        // A link to a place of this page: the browser goes there by itself, and what was typed stays.
        if SHOWN.with_borrow(|shown| shown == page_of(&location())) {
            return;
        }
        let position = event.state().as_f64().unwrap_or(0.0);
        open(&location(), How::Back(position));
    });
}

/// Goes to a page.
pub fn open(address: &str, how: How) {
    let address = address.to_owned();
    leptos::task::spawn_local(async move { go(&address, how).await });
}

/// Brings a page up to date, if the person is still on it and not on the way to another.
pub async fn refresh(page: &str) {
    let leaving = IN_FLIGHT.with_borrow(Option::is_some);
    if !leaving && SHOWN.with_borrow(|shown| shown == page_of(page)) {
        go(page, How::Refresh).await;
    }
}

async fn go(address: &str, how: How) {
    // The answer's address tells no fragment.
    let fragment = address.split_once('#').map(|(_, fragment)| fragment);
    if follow(Request::get(address), None, how, fragment).await != Outcome::Shown {
        assign(address, how);
    }
}

/// Sends a form and follows to the page it leads to.
pub async fn send(action: &str, body: &UrlSearchParams) -> Outcome {
    follow(Request::post(action), Some(body), How::Push, None).await
}

async fn follow(
    request: RequestBuilder,
    body: Option<&UrlSearchParams>,
    how: How,
    fragment: Option<&str>,
) -> Outcome {
    let controller = AbortController::new().ok();
    let previous = IN_FLIGHT.replace(controller.clone());
    if let Some(previous) = previous {
        previous.abort();
    }
    let progress = Progress::start();
    let page = fetch(request, body, controller.as_ref()).await;
    let overtaken = controller.as_ref().is_some_and(|controller| controller.signal().aborted());
    if overtaken {
        return Outcome::Shown;
    }
    IN_FLIGHT.take();
    drop(progress);
    match page {
        Ok(page) if page.put_in_place(how, fragment) => Outcome::Shown,
        Ok(_) => Outcome::NotOurs,
        Err(outcome) => outcome,
    }
}

async fn fetch(
    request: RequestBuilder,
    body: Option<&UrlSearchParams>,
    controller: Option<&AbortController>,
) -> Result<Fetched, Outcome> {
    let signal = controller.map(AbortController::signal);
    let request = request.header("Accept", "text/html").abort_signal(signal.as_ref());
    let request = match body {
        Some(body) => request.body(JsValue::from(body)),
        None => request.build(),
    };
    let Ok(request) = request else { return Err(Outcome::NotOurs) };
    let Ok(answer) = request.send().await else { return Err(Outcome::Unreachable) };
    if !answer.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return Err(Outcome::NotOurs);
    }
    let address = answer.url();
    let Ok(text) = answer.text().await else { return Err(Outcome::Unreachable) };
    let document =
        DomParser::new().and_then(|parser| parser.parse_from_string(&text, SupportedType::TextHtml));
    document.map(|document| Fetched { document, address }).map_err(|_| Outcome::NotOurs)
}

/// A page that arrived.
struct Fetched {
    document: Document,
    address: String,
}

impl Fetched {
    fn put_in_place(&self, how: How, fragment: Option<&str>) -> bool {
        let here = dom::document();
        if build(&here).is_none() || build(&here) != build(&self.document) {
            return false;
        }
        let (Some(old), Some(new)) = (main(&here), main(&self.document)) else { return false };
        match fragment {
            Some(fragment) => remember(&(self.address.clone() + "#" + fragment), how),
            None => remember(&self.address, how),
        }
        SHOWN.set(page_of(&self.address).to_owned());
        here.set_title(&self.document.title());
        for part in dom::find_all::<Element>(&dom::body(), "[data-live]") {
            if let Some(fresh) = self.document.get_element_by_id(&part.id()) {
                let _ = part.replace_with_with_node_1(&fresh);
            }
        }
        let focused = here.active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        if how == How::Refresh {
            fields::carry_over(&old, &new);
        }
        let _ = old.replace_with_with_node_1(&new);
        fields::prepare(&new);
        session::watch();
        if let (How::Refresh, Some(element)) = (how, focused.and_then(|id| dom::by_id::<Element>(&id))) {
            dom::focus(&element);
        }
        settle(&new, how, fragment);
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
        // What the form has done is news; so is the page one is led to.
        let news = dom::find::<Element>(main, ".notice[role]").and_then(|notice| notice.text_content());
        status.announcement.set(news.unwrap_or_default() + " " + &dom::document().title());
    }
    let problems = dom::find::<Element>(main, "[data-error-summary]:not([hidden])");
    let heading = problems.or_else(|| dom::find(main, "#titre"));
    if let Some(heading) = heading {
        dom::focus(&heading);
    }
    match (how, fragment.and_then(dom::by_id::<Element>)) {
        (How::Back(position), _) => window.scroll_to_with_x_and_y(0.0, position),
        (_, Some(target)) => {
            let _ = target.set_attribute("tabindex", "-1");
            dom::focus(&target);
            target.scroll_into_view();
        }
        _ => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}

fn remember(address: &str, how: How) {
    let Ok(history) = dom::window().history() else { return };
    let position = JsValue::from_f64(dom::window().scroll_y().unwrap_or(0.0));
    match how {
        How::Back(at) => {
            let _ = history.replace_state_with_url(&JsValue::from_f64(at), "", Some(address));
        }
        How::Refresh => {
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

/// An address without its fragment.
fn page_of(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
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
