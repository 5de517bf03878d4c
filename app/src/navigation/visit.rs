//! Soft navigation: fetches the next page and swaps it into the document. A new navigation aborts the one in flight.
//!
//! Anything but an HTML page of the same build (network error, download, other origin, other build) is left to the
//! browser.

use std::cell::{Cell, RefCell};

use gloo_net::http::{Request, RequestBuilder};
use web_sys::{AbortController, PopStateEvent, UrlSearchParams};

use super::{
    dom,
    fetch::{Outcome, fetch},
    history::{self, NavigationType},
    status::Progress,
    swap::{Hooks, swap},
};

thread_local! {
    static HOOKS: Cell<Option<Hooks>> = const { Cell::new(None) };
    static IN_FLIGHT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

pub fn listen(hooks: Hooks) {
    HOOKS.set(Some(hooks));
    history::init();
    dom::listen(&dom::window(), "popstate", |event: PopStateEvent| {
        // Only the fragment has changed: the browser scrolls, and input stays.
        if history::is_displayed(&dom::location()) {
            return;
        }
        let position = event.state().as_f64().unwrap_or(0.0);
        open(&dom::location(), NavigationType::Traverse(position));
    });
}

/// Navigates to a page; the browser loads it in full if it cannot be swapped in.
pub fn open(address: &str, kind: NavigationType) {
    let address = address.to_owned();
    leptos::task::spawn_local(async move {
        // The address of a response has no fragment.
        let fragment = address.split_once('#').map(|(_, fragment)| fragment);
        let outcome = navigate(Request::get(&address), None, kind, fragment).await;
        if matches!(outcome, Outcome::NotSwappable | Outcome::Unreachable) {
            history::load_in_full(&address, kind);
        }
    });
}

/// Refreshes `page` if it is still displayed and no navigation is in flight; reloads it in full if that fails.
pub async fn refresh_or_reload(page: &str) {
    if !is_loading()
        && history::is_displayed(page)
        && matches!(refresh().await, Outcome::NotSwappable | Outcome::Unreachable)
    {
        history::load_in_full(page, NavigationType::Refresh);
    }
}

/// Refreshes the displayed page, or leaves it unchanged if that fails.
pub async fn refresh() -> Outcome {
    navigate(Request::get(&history::displayed()), None, NavigationType::Refresh, None).await
}

/// Submits a form and displays the page that it redirects to.
pub async fn send(action: &str, body: &UrlSearchParams) -> Outcome {
    navigate(Request::post(action), Some(body), NavigationType::Push, None).await
}

/// Returns `true` while a navigation is in flight.
pub fn is_loading() -> bool {
    IN_FLIGHT.with_borrow(Option::is_some)
}

async fn navigate(
    request: RequestBuilder,
    body: Option<&UrlSearchParams>,
    kind: NavigationType,
    fragment: Option<&str>,
) -> Outcome {
    let controller = AbortController::new().ok();
    let previous = IN_FLIGHT.replace(controller.clone());
    if let Some(previous) = previous {
        previous.abort();
    }
    // A background refresh does not extend the session and shows no progress.
    let background = kind == NavigationType::Refresh;
    let request = if background { request.header("Prodouane-D-Office", "1") } else { request };
    let progress = (!background).then(Progress::start);
    let page = fetch(request, body, controller.as_ref()).await;
    let superseded = controller.as_ref().is_some_and(|controller| controller.signal().aborted());
    if superseded {
        return Outcome::Superseded;
    }
    IN_FLIGHT.take();
    drop(progress);
    let Some(hooks) = HOOKS.get() else { return Outcome::NotSwappable };
    let outcome = page.map_or_else(|outcome| outcome, |page| swap(&page, kind, fragment, hooks));
    (hooks.after_navigation)();
    outcome
}
