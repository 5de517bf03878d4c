//! Server-sent events about changes made elsewhere (mission §3.3): rights, company, questions, end of the session.
//!
//! Only a visible page is connected: a browser opens few connections to one host.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use domain::path;
use web_sys::{Element, Event, EventSource, MessageEvent};

use super::{dom, fetch::Outcome, notices, session, status, timer::Timer, visit};

/// Seconds before a refused connection is retried for the first time; doubled at each failure up to the maximum.
const MIN_RETRY: u64 = 20;
const MAX_RETRY: u64 = 320;

/// Seconds before a failed or postponed refresh of the page is retried.
const REFRESH_RETRY: u64 = 5;

thread_local! {
    static CONNECTION: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    static RETRY: Cell<u64> = const { Cell::new(MIN_RETRY) };
    static TIMER: Cell<Option<Timer>> = const { Cell::new(None) };
    /// Version of the rights that the page must show, until it does.
    static PENDING_RIGHTS: Cell<Option<i64>> = const { Cell::new(None) };
    /// SIREN chosen in the session, until it is compared with the page's.
    static PENDING_COMPANY: Cell<Option<String>> = const { Cell::new(None) };
    /// `true` if a question has changed since the page that lists it was last fetched.
    static PENDING_QUESTIONS: Cell<bool> = const { Cell::new(false) };
    /// `true` if the figures have changed since the page that shows them was last fetched.
    static PENDING_FIGURES: Cell<bool> = const { Cell::new(false) };
    /// `true` if a case or a call has changed since the page that lists them was last fetched.
    static PENDING_ASSISTANCE: Cell<bool> = const { Cell::new(false) };
    static REFRESHING: Cell<bool> = const { Cell::new(false) };
}

pub fn listen() {
    update_connection();
    dom::on("visibilitychange", |_: Event| update_connection());
    dom::on("click", |event: Event| {
        if dom::target_within(&event, "[data-news-close]").is_some() {
            notices::hide();
        }
    });
}

/// Connects if the page is visible and a person is signed in, disconnects otherwise; applies pending changes.
pub fn update_connection() {
    let rights = header_value("data-rights").filter(|_| !dom::document().hidden());
    let connected = CONNECTION.with_borrow(Option::is_some);
    match rights {
        Some(rights) if !connected => connect(&rights),
        None => disconnect(),
        _ => {}
    }
    apply_pending();
}

fn header_value(name: &str) -> Option<String> {
    dom::by_id::<Element>("entete")?.get_attribute(name)
}

/// Returns `true` if the page shows this version of the rights, or shows none.
fn shows_rights(version: i64) -> bool {
    let shown = header_value("data-rights").and_then(|shown| shown.parse().ok());
    shown.is_none_or(|shown: i64| shown >= version)
}

fn connect(rights: &str) {
    let siren = header_value("data-siren").unwrap_or_default();
    let figures = dom::find::<Element>(&dom::body(), "[data-figures]");
    let figures = figures.and_then(|page| page.get_attribute("data-figures")).unwrap_or_default();
    let address =
        [path::API_LIVE_EVENTS, "?droits=", rights, "&siren=", &siren, "&chiffres=", &figures].concat();
    let Ok(connection) = EventSource::new(&address) else { return };
    for name in ["droits", "entreprise", "messages", "non-lus", "chiffres", "assistance", "fin", "error"] {
        dom::listen(&connection, name, handle);
    }
    CONNECTION.set(Some(connection));
}

fn disconnect() {
    if let Some(connection) = CONNECTION.take() {
        connection.close();
    }
    if let Some(timer) = TIMER.take() {
        timer.stop();
    }
}

fn handle(event: MessageEvent) {
    let name = event.type_();
    if name == "error" {
        return handle_error();
    }
    RETRY.set(MIN_RETRY);
    let data = event.data().as_string().unwrap_or_default();
    match name.as_str() {
        "droits" => {
            let version = data.parse().ok();
            PENDING_RIGHTS.set(version.filter(|version| visit::is_loading() || !shows_rights(*version)));
        }
        "entreprise" => PENDING_COMPANY.set(Some(data)),
        "chiffres" => PENDING_FIGURES.set(true),
        "assistance" => PENDING_ASSISTANCE.set(true),
        "fin" => {
            disconnect();
            return run_in(1, check_session);
        }
        name => {
            let changed = name == "messages";
            PENDING_QUESTIONS.set(PENDING_QUESTIONS.get() || changed);
            show_unread_count(&data, changed);
        }
    }
    apply_pending();
}

/// Checks whether the session has ended. Not during a navigation: signing out leads to its own page.
fn check_session() {
    if !visit::is_loading() && header_value("data-rights").is_some() {
        session::check_now();
    }
}

/// Retries a refused connection: the session may have ended, or the server be full. The browser itself reconnects only
/// after an interruption.
fn handle_error() {
    let refused = |connection: &EventSource| connection.ready_state() == EventSource::CLOSED;
    if !CONNECTION.with_borrow(|connection| connection.as_ref().is_some_and(refused)) {
        return;
    }
    disconnect();
    check_session();
    let retry = RETRY.get();
    RETRY.set((retry * 2).min(MAX_RETRY));
    run_in(retry, update_connection);
}

fn run_in(seconds: u64, run: fn()) {
    if let Some(previous) = TIMER.replace(Some(Timer::start(Duration::from_secs(seconds), run))) {
        previous.stop();
    }
}

/// Shows the number of unread questions, or notices of an agent, in the header.
fn show_unread_count(unread: &str, announced: bool) {
    let badge = dom::find::<Element>(&dom::body(), "[data-unread] [data-count]");
    if let Some(badge) = badge
        && badge.text_content().as_deref() != Some(unread)
    {
        badge.set_text_content(Some(unread));
        if let Some(frame) = badge.parent_element() {
            dom::show(&frame, unread != "0");
        }
        if announced && let Ok(Some(link)) = badge.closest("a") {
            status::announce(&link.text_content().unwrap_or_default());
        }
    }
}

/// Returns `true` while files are being uploaded: their progress is shown on this page.
fn is_uploading() -> bool {
    dom::find::<Element>(&dom::body(), "[data-upload-progress]:not([hidden])").is_some()
}

/// Applies the changes received so far, unless a navigation is in flight, which calls this function again at its end.
fn apply_pending() {
    if visit::is_loading() || REFRESHING.get() {
        return;
    }
    if let Some(company) = PENDING_COMPANY.take()
        && header_value("data-siren").is_some_and(|shown| shown != company)
    {
        notices::show("entreprise", None);
    }
    let follows = |selector| dom::find::<Element>(&dom::body(), selector).is_some();
    let outdated = [
        PENDING_QUESTIONS.take() && follows("[data-follow=messages]"),
        PENDING_FIGURES.take() && follows("[data-follow=chiffres]"),
        PENDING_ASSISTANCE.take() && follows("[data-follow=assistance]"),
    ];
    let Some(version) = PENDING_RIGHTS.get() else {
        if outdated.contains(&true) && !is_uploading() {
            leptos::task::spawn_local(async {
                visit::refresh().await;
            });
        }
        return;
    };
    if shows_rights(version) {
        PENDING_RIGHTS.set(None);
        return notices::show("droits", None);
    }
    if is_uploading() {
        return run_in(REFRESH_RETRY, apply_pending);
    }
    REFRESHING.set(true);
    leptos::task::spawn_local(async move {
        let outcome = visit::refresh().await;
        REFRESHING.set(false);
        match outcome {
            Outcome::HeaderOnly => {
                PENDING_RIGHTS.set(None);
                notices::show("saisie", None);
            }
            Outcome::Swapped if shows_rights(version) => apply_pending(),
            _ => run_in(REFRESH_RETRY, apply_pending),
        }
    });
}
