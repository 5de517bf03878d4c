//! Soft navigation: fetches the next page and swaps it into the document. A new navigation aborts the one in flight.
//!
//! The browser loads what is not an HTML page of the same build (download, other build) from its address. Without a
//! response, the page stays, with a notice.

use std::cell::{Cell, RefCell};

use gloo_net::http::{Request, RequestBuilder};
use web_sys::{AbortController, Event, PopStateEvent, UrlSearchParams};

use super::{
    dom,
    fetch::{Outcome, fetch},
    history::{self, NavigationType},
    notices,
    status::Progress,
    swap::{Hooks, build_of, swap},
};

thread_local! {
    static HOOKS: Cell<Option<Hooks>> = const { Cell::new(None) };
    static IN_FLIGHT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    /// The last navigation without a response.
    static FAILED: RefCell<Option<(String, NavigationType)>> = const { RefCell::new(None) };
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
    dom::on("click", |event: Event| {
        if dom::target_within(&event, "[data-retry]").is_some()
            && let Some((address, kind)) = FAILED.take()
        {
            open(&address, kind);
        }
    });
}

/// Navigates to a page; the browser loads it in full if it cannot be swapped in. Without a response, the displayed page
/// stays.
pub fn open(address: &str, kind: NavigationType) {
    let address = address.to_owned();
    leptos::task::spawn_local(async move {
        // The address of a response has no fragment.
        let fragment = address.split_once('#').map(|(_, fragment)| fragment);
        match navigate(Request::get(&address), None, kind, fragment).await {
            Outcome::NotSwappable(_) => history::load_in_full(&address, kind),
            Outcome::Unreachable => {
                FAILED.set(Some((address, kind)));
                notices::show("connexion", None);
            }
            _ => {}
        }
    });
}

/// Refreshes the displayed page, or leaves it unchanged if that fails. The browser reloads it in full if the server is
/// another build: typed text is remembered.
pub async fn refresh() -> Outcome {
    let outcome = navigate(Request::get(&history::displayed()), None, NavigationType::Refresh, None).await;
    if let Outcome::NotSwappable(page) = &outcome
        && page.other_build
    {
        history::load_in_full(&page.address, NavigationType::Refresh);
    }
    outcome
}

/// Like [`refresh`], if `page` is still displayed and no navigation is in flight.
pub async fn refresh_if_displayed(page: &str) {
    if !is_loading() && history::is_displayed(page) {
        refresh().await;
    }
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
    // A background refresh does not extend the session and shows no progress.
    let background = kind == NavigationType::Refresh;
    let Some(hooks) = HOOKS.get() else { return Outcome::Superseded };
    if !background {
        (hooks.before_navigation)();
    }
    let controller = AbortController::new().ok();
    let previous = IN_FLIGHT.replace(controller.clone());
    if let Some(previous) = previous {
        previous.abort();
    }
    let request = if background { request.header("Prodouane-D-Office", "1") } else { request };
    let request = request.header("Prodouane-Version", &build_of(&dom::document()).unwrap_or_default());
    let progress = (!background).then(Progress::start);
    let page = fetch(request, body, controller.as_ref()).await;
    let superseded = controller.as_ref().is_some_and(|controller| controller.signal().aborted());
    if superseded {
        return Outcome::Superseded;
    }
    IN_FLIGHT.take();
    drop(progress);
    let outcome = page.map_or_else(|outcome| outcome, |page| swap(page, kind, fragment, hooks));
    (hooks.after_navigation)();
    outcome
}
