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

use super::{dom, fields, live, session};

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
    /// Another page was asked for meanwhile.
    Overtaken,
    /// The page that came would have taken the place of what is being typed: only what stands around it was changed.
    Kept,
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
    if !is_leaving()
        && SHOWN.with_borrow(|shown| shown == page_of(page))
        && matches!(update().await, Outcome::NotOurs | Outcome::Unreachable)
    {
        assign(page, How::Refresh);
    }
}

/// Brings the page shown up to date, and leaves it as it is when it cannot be.
pub async fn update() -> Outcome {
    let page = SHOWN.with_borrow(String::clone);
    follow(Request::get(&page), None, How::Refresh, None).await
}

/// Is another page on its way?
pub fn is_leaving() -> bool {
    IN_FLIGHT.with_borrow(Option::is_some)
}

/// Says something aloud, politely.
pub fn announce(text: &str) {
    if let Some(status) = STATUS.get() {
        status.announcement.set(text.to_owned());
    }
}

async fn go(address: &str, how: How) {
    // The answer's address tells no fragment.
    let fragment = address.split_once('#').map(|(_, fragment)| fragment);
    if matches!(
        follow(Request::get(address), None, how, fragment).await,
        Outcome::NotOurs | Outcome::Unreachable
    ) {
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
    // What the page asks for by itself keeps nobody signed in, and makes nobody wait.
    let by_itself = how == How::Refresh;
    let request = if by_itself { request.header("Prodouane-D-Office", "1") } else { request };
    let progress = (!by_itself).then(Progress::start);
    let page = fetch(request, body, controller.as_ref()).await;
    let overtaken = controller.as_ref().is_some_and(|controller| controller.signal().aborted());
    if overtaken {
        return Outcome::Overtaken;
    }
    IN_FLIGHT.take();
    drop(progress);
    let outcome = page.map_or_else(|outcome| outcome, |page| page.put_in_place(how, fragment));
    live::watch();
    outcome
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
    fn put_in_place(&self, how: How, fragment: Option<&str>) -> Outcome {
        let here = dom::document();
        if build(&here).is_none() || build(&here) != build(&self.document) {
            return Outcome::NotOurs;
        }
        let (Some(old), Some(new)) = (main(&here), main(&self.document)) else { return Outcome::NotOurs };
        if how == How::Refresh && fields::would_be_lost(&old, &new) {
            self.put_around();
            session::watch();
            return Outcome::Kept;
        }
        match fragment {
            Some(fragment) => remember(&(self.address.clone() + "#" + fragment), how),
            None => remember(&self.address, how),
        }
        let moved = SHOWN.replace(page_of(&self.address).to_owned()) != page_of(&self.address);
        here.set_title(&self.document.title());
        // Before the header is replaced: the focus may be in it.
        let place = (how == How::Refresh).then(|| fields::Place::of_focus(&here));
        self.put_around();
        if how == How::Refresh {
            fields::carry_over(&old, &new);
        }
        let _ = old.replace_with_with_node_1(&new);
        fields::prepare(&new);
        session::watch();
        let settled = match place {
            // The same page, and the person where they were, if there is such a place still.
            Some(place) => !moved && place.is_none_or(|place| place.take_back().is_some()),
            None => false,
        };
        if !settled {
            settle(&new, if how == How::Refresh { How::Back(0.0) } else { how }, fragment);
        }
        Outcome::Shown
    }

    /// What stands around the page: the header.
    fn put_around(&self) {
        for part in dom::find_all::<Element>(&dom::body(), "[data-live]") {
            if let Some(fresh) = self.document.get_element_by_id(&part.id()) {
                let _ = part.replace_with_with_node_1(&fresh);
            }
        }
    }
}

/// Scroll, focus and announcement, as a full load would leave them.
fn settle(main: &Element, how: How, fragment: Option<&str>) {
    let window = dom::window();
    live::put_away();
    // What the form has done is news; so is the page one is led to.
    let news = dom::find::<Element>(main, ".notice[role]").and_then(|notice| notice.text_content());
    announce(&(news.unwrap_or_default() + " " + &dom::document().title()));
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
