//! What the web server knows about the request that is being answered.
//!
//! The server puts one [`RequestContext`] in the request's extensions and in Leptos' context: pages and forms read
//! it with `use_context::<RequestContext>()`, plain axum routes with `Extension<RequestContext>`.

use std::sync::{Arc, Mutex, PoisonError};

use backend::Portal;
use backend::session::{Client, EndedSession, Session};
use domain::form::Answers;

/// Everything a page or a form may know of its request. Cheap to clone: all clones share the same cookies.
#[derive(Clone)]
pub struct RequestContext {
    pub portal: Portal,
    /// The session of the cookie, looked up in the database for this very request. A visitor has none until they
    /// send a first form: on `/form/*` and `/televersement/*` there always is one.
    pub session: Option<Session>,
    /// The session of the cookie when it has ended: an anonymous one may have taken its place.
    pub ended: Option<EndedSession>,
    /// The nonce of this answer's content security policy.
    pub nonce: Arc<str>,
    /// Cookies that the answer shall set.
    pub cookies: Cookies,
    /// What was sent to a `/form/*` address; `None` everywhere else.
    pub answers: Option<Answers>,
    /// Path and query, as asked: `/tableau-de-bord?paiements=historique`.
    pub path: String,
    /// Where the request comes from, seen through the trusted proxies: for throttles, the sign-in history, new-device
    /// codes and the networks of agents; never for the rights of operators. Holds the device cookie's secret.
    pub client: Client,
    /// The page asks by itself, without its reader: the session is not used, and what waits to be read stays.
    pub by_itself: bool,
    /// Unique per request, written in every log line about it.
    pub request_id: Arc<str>,
}

/// The cookies that an answer shall set: filled by forms and callbacks, read by the server once they are done.
#[derive(Clone, Debug, Default)]
pub struct Cookies(Arc<Mutex<CookieChanges>>);

#[derive(Clone, Debug, Default)]
pub struct CookieChanges {
    pub session: Option<CookieChange>,
    pub device: Option<CookieChange>,
}

#[derive(Clone, PartialEq, Eq)]
pub enum CookieChange {
    Set(String),
    Clear,
}

/// Without the secret: a context may end up in a trace.
impl std::fmt::Debug for CookieChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            CookieChange::Set(_) => "Set(…)",
            CookieChange::Clear => "Clear",
        })
    }
}

impl Cookies {
    /// The session got a new secret: sign-in, second factor, SIREN or password change.
    pub fn set_session(&self, token: impl Into<String>) {
        self.change(|changes| changes.session = Some(CookieChange::Set(token.into())));
    }

    /// The session is closed.
    pub fn clear_session(&self) {
        self.change(|changes| changes.session = Some(CookieChange::Clear));
    }

    /// This browser is known from now on.
    pub fn set_device(&self, token: impl Into<String>) {
        self.change(|changes| changes.device = Some(CookieChange::Set(token.into())));
    }

    /// This browser is forgotten.
    pub fn clear_device(&self) {
        self.change(|changes| changes.device = Some(CookieChange::Clear));
    }

    /// What to set, once; later calls get what was added since.
    pub fn take(&self) -> CookieChanges {
        let mut taken = CookieChanges::default();
        self.change(|changes| taken = std::mem::take(changes));
        taken
    }

    fn change(&self, change: impl FnOnce(&mut CookieChanges)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
