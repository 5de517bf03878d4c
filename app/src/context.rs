//! The context of a request, filled by the web server.
//!
//! The server stores a [`RequestContext`] in the request's extensions and in Leptos' context: pages and forms read it
//! with `use_context::<RequestContext>()`, axum routes with `Extension<RequestContext>`.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use backend::{
    Portal,
    accounts::sessions::{Client, EndedSession, Owner, Session},
    config::Config,
};
use domain::form::Answers;
use platform::secret::Token;

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
    /// The browser sent a cookie of the portal, which shows that it accepts them.
    pub has_cookie: bool,
    /// Cookies that the response will set.
    pub cookies: Cookies,
    /// The content of the page, filled while the page is rendered.
    pub content: PageContent,
    /// Set by a form that is not to be processed again if the browser sends it twice.
    pub repeatable: RepeatableAnswer,
    /// The fields of a form sent to `/form/*`; otherwise `None`.
    pub answers: Option<Answers>,
    /// Path and query as requested: `/tableau-de-bord?paiements=historique`.
    pub path: String,
    /// Pattern of the route that the server has found: `/messagerie/question/{id}`.
    pub route: Option<Arc<str>>,
    /// Origin of the request, behind the trusted proxies: for rate limits, the sign-in history, new-device codes and
    /// the networks of agents; never for the rights of usagers. Contains the token of the device cookie.
    pub client: Client,
    /// Background refresh: does not extend the session or consume flashes.
    pub background_refresh: bool,
    /// First page of a visit: the browser probably has no file of the portal in its cache.
    pub first_page: bool,
    /// Unique per request, in every log line about it.
    pub request_id: Arc<str>,
}

/// The HTML of a page's content, which the server puts in its place in the document. Leptos would copy it several times
/// while it assembles the document.
#[derive(Clone, Debug, Default)]
pub struct PageContent(Arc<Mutex<String>>);

impl PageContent {
    /// Place of the content in the document. No text can contain it, since texts are escaped.
    pub const PLACE: &'static str = "<!--contenu-->";

    pub fn set(&self, html: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = html;
    }

    /// Removes and returns the content; empty if none was rendered.
    pub fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl RequestContext {
    /// Returns the tag of the person whose session it is, for the forms of the page; empty for visitors.
    pub fn person(&self) -> String {
        self.session.as_ref().and_then(Session::owner).map(Owner::tag).unwrap_or_default()
    }

    /// Returns the session if it has a flash that this request may consume: a background refresh does not.
    pub fn session_with_flash(&self) -> Option<&Session> {
        self.session.as_ref().filter(|session| session.has_flash && !self.background_refresh)
    }
}

/// Names of the portal's cookies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CookieNames {
    /// Session cookie: removed when the browser closes; the database decides when the session expires.
    pub session: &'static str,
    /// Trusted device cookie: no code is required from this browser for `sessions.device_days`.
    pub device: &'static str,
    /// Probe cookie, set with a form shown to a visitor: shows with the form that the browser accepts cookies. It also
    /// tells one browser from another when a form is sent twice.
    pub probe: &'static str,
}

impl CookieNames {
    /// For a portal with HTTPS: browsers accept `__Host-` only with `Secure` and from the portal's own host.
    const SECURE: Self =
        Self { session: "__Host-prodouane", device: "__Host-appareil", probe: "__Host-temoin" };
    /// For trials without HTTPS on this machine, where Safari drops `Secure` cookies.
    const INSECURE: Self = Self { session: "prodouane", device: "appareil", probe: "temoin" };

    /// Returns the names on a portal with this configuration.
    pub fn of(config: &Config) -> Self {
        if config.uses_https() { Self::SECURE } else { Self::INSECURE }
    }
}

/// The cookies that a response will set: filled by forms and callbacks, then read by the server.
#[derive(Clone, Debug, Default)]
pub struct Cookies(Arc<Mutex<CookieChanges>>);

#[derive(Clone, Debug, Default)]
pub struct CookieChanges {
    pub session: Option<CookieChange>,
    pub device: Option<CookieChange>,
    pub probe: Option<CookieChange>,
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

    /// Sets the probe cookie, to read it with the form of the page.
    pub fn set_probe(&self) {
        self.change(|changes| changes.probe = Some(CookieChange::Set(Token::generate().into())));
    }

    /// Returns the change of the session cookie so far.
    pub fn session_change(&self) -> Option<CookieChange> {
        let mut found = None;
        self.change(|changes| found = changes.session.clone());
        found
    }

    /// Returns `true` if the response sets no cookie so far.
    pub fn are_unchanged(&self) -> bool {
        let mut unchanged = true;
        self.change(|changes| {
            unchanged = changes.session.is_none() && changes.device.is_none() && changes.probe.is_none();
        });
        unchanged
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

/// Whether the answer to a form may be sent again, if the browser sends the form twice, instead of processing it again.
#[derive(Clone, Debug, Default)]
pub struct RepeatableAnswer(Arc<AtomicBool>);

impl RepeatableAnswer {
    pub fn allow(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_allowed(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
