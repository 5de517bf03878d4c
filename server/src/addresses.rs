//! What the portal answers to. Every router of this program is made here, address by address, so that nothing is served
//! without being listed: the matrix of who may ask for what (`server/tests/it/matrix`) asks every line of this list.

use std::convert::Infallible;
use std::fmt;

use axum::Router;
use axum::extract::{FromRef, Request};
use axum::response::IntoResponse;
use axum::routing::MethodRouter;
use leptos::IntoView;
use leptos::config::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes};
use tower::Service;

/// What serves an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Drawn by the application.
    Page,
    /// A form's server function.
    Form,
    /// A route of its own: interfaces, files of people, ways back from elsewhere.
    Route,
    /// A file of the built site, the same for everybody.
    Site,
}

/// A method, in lower case, and a path as axum writes it: `get /pieces/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    pub kind: Kind,
    pub method: &'static str,
    pub path: String,
}

/// « route get /pieces/{id} »
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            Kind::Page => "page",
            Kind::Form => "form",
            Kind::Route => "route",
            Kind::Site => "site",
        };
        write!(f, "{kind} {} {}", self.method, self.path)
    }
}

/// What gives a file of the built site.
pub trait SiteFiles:
    Service<Request, Error = Infallible, Response: IntoResponse, Future: Send + 'static>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<T> SiteFiles for T where
    T: Service<Request, Error = Infallible, Response: IntoResponse, Future: Send + 'static>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// A router and the list of what it answers to.
pub struct Addressed<S = ()> {
    router: Router<S>,
    list: Vec<Address>,
}

impl<S: Clone + Send + Sync + 'static> Addressed<S> {
    pub fn new() -> Self {
        Self { router: Router::new(), list: Vec::new() }
    }

    pub fn route(self, method: &'static str, path: &str, handler: MethodRouter<S>) -> Self {
        self.answering(&[method], path, handler)
    }

    /// The same where one handler answers to several methods.
    pub fn answering(mut self, methods: &[&'static str], path: &str, handler: MethodRouter<S>) -> Self {
        let address = |&method| Address { kind: Kind::Route, method, path: path.to_owned() };
        self.list.extend(methods.iter().map(address));
        self.map(|router| router.route(path, handler))
    }

    pub fn form(self, path: &str, handler: MethodRouter<S>) -> Self {
        self.listed(Kind::Form, "post", path, |router| router.route(path, handler))
    }

    /// One file of the site.
    pub fn file<T: SiteFiles>(self, path: &str, file: T) -> Self {
        self.listed(Kind::Site, "get", path, |router| router.route_service(path, file))
    }

    /// Every file of a folder of the site.
    pub fn folder<T: SiteFiles>(self, path: &str, files: T) -> Self {
        let inside = format!("{path}/{{*file}}");
        self.listed(Kind::Site, "get", &inside, |router| router.nest_service(path, files))
    }

    /// The pages that Leptos draws, by its own list; what is excluded there is a form of ours.
    pub fn pages<V: IntoView + 'static>(
        mut self,
        state: &S,
        pages: Vec<AxumRouteListing>,
        context: impl Fn() + Clone + Send + Sync + 'static,
        draw: impl Fn() -> V + Clone + Send + Sync + 'static,
    ) -> Self
    where
        LeptosOptions: FromRef<S>,
    {
        for page in pages.iter().filter(|page| page.methods().next().is_some()) {
            self.list.push(Address { kind: Kind::Page, method: "get", path: page.path().to_owned() });
        }
        self.map(|router| router.leptos_routes_with_context(state, pages, context, draw))
    }

    /// Whatever no other address answers to.
    pub fn fallback(self, handler: MethodRouter<S>) -> Self {
        self.map(|router| router.fallback(handler))
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self.map(|router| router.merge(other.router))
    }

    pub fn with_state<T>(self, state: S) -> Addressed<T> {
        Addressed { router: self.router.with_state(state), list: self.list }
    }

    pub fn list(&self) -> &[Address] {
        &self.list
    }

    pub fn into_router(self) -> Router<S> {
        self.router
    }

    /// Puts layers around everything that is there.
    pub fn map(self, work: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        Self { router: work(self.router), list: self.list }
    }

    fn listed(
        mut self,
        kind: Kind,
        method: &'static str,
        path: &str,
        add: impl FnOnce(Router<S>) -> Router<S>,
    ) -> Self {
        self.list.push(Address { kind, method, path: path.to_owned() });
        self.map(add)
    }
}
