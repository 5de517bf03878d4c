//! What changes under the eyes of who looks at the page (mission §3.3): told by the server as it happens, shown without
//! disturbing anybody. Only a page in sight listens: a browser opens few connections to one host.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use web_sys::{Element, Event, EventSource, MessageEvent};

use super::{
    dom, session,
    visit::{self, Outcome},
};

/// Seconds before a line that was refused is asked for again, at first and at most.
const FIRST_PAUSE: u64 = 20;
const LONGEST_PAUSE: u64 = 320;

/// Seconds before a page that could not be brought up to date is asked for again.
const AGAIN: u64 = 5;

thread_local! {
    static LINE: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    static PAUSE: Cell<u64> = const { Cell::new(FIRST_PAUSE) };
    static LATER: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
    /// The mark of the rights that the page must show, until it does.
    static RIGHTS: Cell<Option<i64>> = const { Cell::new(None) };
    /// The SIREN that the session works on, until it is compared with the page's.
    static COMPANY: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Something was written or moved on, and the page that lists it has not been asked for again.
    static NEWS: Cell<bool> = const { Cell::new(false) };
    static UPDATING: Cell<bool> = const { Cell::new(false) };
}

pub fn listen() {
    watch();
    dom::on("visibilitychange", |_: Event| watch());
    dom::on("click", |event: Event| {
        if dom::target_within(&event, "[data-news-close]").is_some() {
            put_away();
        }
    });
}

/// Listens for the page that is in sight; to be called when another is put in place.
pub fn watch() {
    let wanted = shown("data-rights").filter(|_| !dom::document().hidden());
    let listening = LINE.with_borrow(Option::is_some);
    match wanted {
        Some(mark) if !listening => open(&mark),
        None => close(),
        _ => {}
    }
    catch_up();
}

/// What the header says of the page.
fn shown(name: &str) -> Option<String> {
    dom::by_id::<Element>("entete")?.get_attribute(name)
}

fn shows(mark: i64) -> bool {
    shown("data-rights").and_then(|shown| shown.parse().ok()).is_none_or(|shown: i64| shown >= mark)
}

fn open(mark: &str) {
    let siren = shown("data-siren").unwrap_or_default();
    let address = ["/api/v1/evenements?droits=", mark, "&siren=", &siren].concat();
    let Ok(line) = EventSource::new(&address) else { return };
    for name in ["droits", "entreprise", "messages", "non-lus", "fin", "error"] {
        dom::listen(&line, name, heard);
    }
    LINE.set(Some(line));
}

fn close() {
    if let Some(line) = LINE.take() {
        line.close();
    }
    if let Some(later) = LATER.take() {
        later.clear();
    }
}

fn heard(event: MessageEvent) {
    let name = event.type_();
    if name == "error" {
        return failed();
    }
    PAUSE.set(FIRST_PAUSE);
    let told = event.data().as_string().unwrap_or_default();
    match name.as_str() {
        "droits" => RIGHTS.set(told.parse().ok().filter(|mark| visit::is_leaving() || !shows(*mark))),
        "entreprise" => COMPANY.set(Some(told)),
        "fin" => {
            close();
            return in_seconds(1, over);
        }
        name => {
            let news = name == "messages";
            NEWS.set(NEWS.get() || news);
            count(&told, news);
        }
    }
    catch_up();
}

/// The session is over, if the page has not been left meanwhile: who signs out is led on by their own form.
fn over() {
    if !visit::is_leaving() && shown("data-rights").is_some() {
        session::look();
    }
}

/// The browser comes back by itself after a cut, not when there is nothing to follow: the session may be over, the server
/// full.
fn failed() {
    if !LINE.with_borrow(|line| line.as_ref().is_some_and(|line| line.ready_state() == EventSource::CLOSED)) {
        return;
    }
    close();
    over();
    let pause = PAUSE.get();
    PAUSE.set((pause * 2).min(LONGEST_PAUSE));
    in_seconds(pause, watch);
}

fn in_seconds(seconds: u64, run: fn()) {
    if let Some(previous) = LATER.replace(set_timeout(run, Duration::from_secs(seconds)).ok()) {
        previous.clear();
    }
}

/// Questions not read yet, in the header; `news`: said aloud.
fn count(unread: &str, news: bool) {
    let badge = dom::find::<Element>(&dom::body(), "[href='/messagerie'] [data-count]");
    if let Some(badge) = badge
        && badge.text_content().as_deref() != Some(unread)
    {
        badge.set_text_content(Some(unread));
        if let Some(frame) = badge.parent_element() {
            dom::show(&frame, unread != "0");
        }
        if news && let Ok(Some(link)) = badge.closest("a") {
            visit::announce(&link.text_content().unwrap_or_default());
        }
    }
}

/// Files on their way speak to the page they were chosen on.
fn is_busy() -> bool {
    dom::find::<Element>(&dom::body(), "[data-upload-progress]:not([hidden])").is_some()
}

/// Does what was told and could not be done yet: never while another page is on its way.
fn catch_up() {
    if visit::is_leaving() || UPDATING.get() {
        return;
    }
    if let Some(company) = COMPANY.take()
        && shown("data-siren").is_some_and(|shown| shown != company)
    {
        tell("entreprise", None);
    }
    let lists = NEWS.take() && dom::find::<Element>(&dom::body(), "[data-follow=messages]").is_some();
    let Some(mark) = RIGHTS.get() else {
        if lists && !is_busy() {
            leptos::task::spawn_local(async {
                visit::update().await;
            });
        }
        return;
    };
    if shows(mark) {
        RIGHTS.set(None);
        return tell("droits", None);
    }
    if is_busy() {
        return in_seconds(AGAIN, catch_up);
    }
    UPDATING.set(true);
    leptos::task::spawn_local(async move {
        let outcome = visit::update().await;
        UPDATING.set(false);
        match outcome {
            Outcome::Kept => {
                RIGHTS.set(None);
                tell("saisie", None);
            }
            Outcome::Shown if shows(mark) => catch_up(),
            _ => in_seconds(AGAIN, catch_up),
        }
    });
}

/// Says it in sight and aloud; `text`: in the place of the page's own sentence.
pub fn tell(what: &str, text: Option<&str>) {
    let Some(news) = dom::by_id::<Element>("nouvelles") else { return };
    for line in dom::find_all::<Element>(&news, "[data-news]") {
        let chosen = line.get_attribute("data-news").as_deref() == Some(what);
        if chosen && text.is_some() {
            line.set_text_content(text);
        }
        dom::show(&line, chosen);
        if chosen {
            visit::announce(&line.text_content().unwrap_or_default());
        }
    }
    dom::show(&news, true);
}

/// The next page says what it has to say by itself.
pub fn put_away() {
    if let Some(news) = dom::by_id::<Element>("nouvelles") {
        dom::show(&news, false);
    }
}
