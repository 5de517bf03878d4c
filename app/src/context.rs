//! The context of a request, filled by the web server.
//!
//! The server stores a [`RequestContext`] in the request's extensions and in Leptos' context: pages and forms read it
//! with `use_context::<RequestContext>()`, axum routes with `Extension<RequestContext>`.

use std::sync::{Arc, Mutex, PoisonError};

use backend::{
    Portal,
    accounts::sessions::{Client, EndedSession, Session},
};
use domain::form::Answers;

/// The context of a request. Cheap to clone; all clones share the same cookies.
#[derive(Clone)]
pub struct RequestContext {
    pub portal: Portal,
    /// The active session of the cookie, read from the database for this request. Visitors have none before they
    /// submit a form; on `/form/*` and `/televersement/*` there is always one.
    pub session: Option<Session>,
    /// The session of the cookie if it has ended; an anonymous one may have replaced it.
    pub ended: Option<EndedSession>,
    /// The nonce of the response's content security policy.
    pub nonce: Arc<str>,
    /// Cookies that the response will set.
    pub cookies: Cookies,
    /// The fields of a form sent to `/form/*`; otherwise `None`.
    pub answers: Option<Answers>,
    /// Path and query as requested: `/tableau-de-bord?paiements=historique`.
    pub path: String,
    /// Origin of the request, behind the trusted proxies: for rate limits, the sign-in history, new-device codes and
    /// the networks of agents; never for the rights of usagers. Contains the token of the device cookie.
    pub client: Client,
    /// Background refresh: does not extend the session or consume flashes.
    pub background_refresh: bool,
    /// Unique per request, in every log line about it.
    pub request_id: Arc<str>,
}

/// The cookies that a response will set: filled by forms and callbacks, then read by the server.
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

/// Omits the token: a context may be logged.
impl std::fmt::Debug for CookieChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            CookieChange::Set(_) => "Set(…)",
            CookieChange::Clear => "Clear",
        })
    }
}

impl Cookies {
    /// Sets the session's new token, after sign-in, second factor, SIREN or password change.
    pub fn set_session(&self, token: impl Into<String>) {
        self.change(|changes| changes.session = Some(CookieChange::Set(token.into())));
    }

    /// Removes the cookie of a closed session.
    pub fn clear_session(&self) {
        self.change(|changes| changes.session = Some(CookieChange::Clear));
    }

    /// Remembers this browser as a trusted device.
    pub fn set_device(&self, token: impl Into<String>) {
        self.change(|changes| changes.device = Some(CookieChange::Set(token.into())));
    }

    /// Forgets this browser as a trusted device.
    pub fn clear_device(&self) {
        self.change(|changes| changes.device = Some(CookieChange::Clear));
    }

    /// Removes and returns the changes made since the last call.
    pub fn take(&self) -> CookieChanges {
        let mut taken = CookieChanges::default();
        self.change(|changes| taken = std::mem::take(changes));
        taken
    }

    fn change(&self, change: impl FnOnce(&mut CookieChanges)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
