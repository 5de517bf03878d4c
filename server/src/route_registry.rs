//! A router that lists its routes. Every router of this program is a [`RouteRegistry`], so that no route is served
//! without being listed: the access matrix (`server/tests/it/matrix`) tests every line of the list.

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

/// Handler of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteKind {
    /// A page rendered by the application.
    Page,
    /// The server function of a form.
    Form,
    /// A handler of this crate: APIs, files of usagers, callbacks of other sites.
    Endpoint,
    /// A file of the built site, identical for every client.
    Site,
}

/// A method in lower case and a path in axum's syntax, for instance `get /pieces/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub kind: RouteKind,
    pub method: &'static str,
    pub path: String,
}

/// Formats kind, method and path, for instance `endpoint get /pieces/{id}`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            RouteKind::Page => "page",
            RouteKind::Form => "form",
            RouteKind::Endpoint => "endpoint",
            RouteKind::Site => "site",
        };
        write!(f, "{kind} {} {}", self.method, self.path)
    }
}

/// Service of one or more files of the built site.
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

/// A router and the list of its routes.
pub struct RouteRegistry<S = ()> {
    router: Router<S>,
    routes: Vec<Route>,
}

impl<S: Clone + Send + Sync + 'static> RouteRegistry<S> {
    pub fn new() -> Self {
        Self { router: Router::new(), routes: Vec::new() }
    }

    /// Adds an endpoint with one method.
    pub fn route(self, method: &'static str, path: &str, handler: MethodRouter<S>) -> Self {
        self.route_methods(&[method], path, handler)
    }

    /// Adds an endpoint with several methods.
    pub fn route_methods(mut self, methods: &[&'static str], path: &str, handler: MethodRouter<S>) -> Self {
        let route = |&method| Route { kind: RouteKind::Endpoint, method, path: path.to_owned() };
        self.routes.extend(methods.iter().map(route));
        self.map(|router| router.route(path, handler))
    }

    /// Adds the server function of a form.
    pub fn form(self, path: &str, handler: MethodRouter<S>) -> Self {
        self.add(RouteKind::Form, "post", path, |router| router.route(path, handler))
    }

    /// Adds one file of the site.
    pub fn file<T: SiteFiles>(self, path: &str, file: T) -> Self {
        self.add(RouteKind::Site, "get", path, |router| router.route_service(path, file))
    }

    /// Adds every file of a folder of the site.
    pub fn folder<T: SiteFiles>(self, path: &str, files: T) -> Self {
        let inside = format!("{path}/{{*file}}");
        self.add(RouteKind::Site, "get", &inside, |router| router.nest_service(path, files))
    }

    /// Adds the pages that Leptos lists. An entry without a method is a form: see [`RouteRegistry::form`].
    pub fn pages<V: IntoView + 'static>(
        mut self,
        state: &S,
        pages: Vec<AxumRouteListing>,
        context: impl Fn() + Clone + Send + Sync + 'static,
        render: impl Fn() -> V + Clone + Send + Sync + 'static,
    ) -> Self
    where
        LeptosOptions: FromRef<S>,
    {
        for page in pages.iter().filter(|page| page.methods().next().is_some()) {
            self.routes.push(Route { kind: RouteKind::Page, method: "get", path: page.path().to_owned() });
        }
        self.map(|router| router.leptos_routes_with_context(state, pages, context, render))
    }

    /// Sets the handler of requests that match no route.
    pub fn fallback(self, handler: MethodRouter<S>) -> Self {
        self.map(|router| router.fallback(handler))
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self.map(|router| router.merge(other.router))
    }

    pub fn with_state<T>(self, state: S) -> RouteRegistry<T> {
        RouteRegistry { router: self.router.with_state(state), routes: self.routes }
    }

    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    pub fn into_router(self) -> Router<S> {
        self.router
    }

    /// Transforms the router, for instance to add layers around the routes added so far.
    pub fn map(self, transform: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        Self { router: transform(self.router), routes: self.routes }
    }

    fn add(
        mut self,
        kind: RouteKind,
        method: &'static str,
        path: &str,
        add: impl FnOnce(Router<S>) -> Router<S>,
    ) -> Self {
        self.routes.push(Route { kind, method, path: path.to_owned() });
        self.map(add)
    }
}
