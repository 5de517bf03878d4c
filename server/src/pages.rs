//! Routes of the pages rendered by the application, and handler of its forms.

use app::Assets;
use app::context::RequestContext;
use axum::body::Body;
use axum::extract::{FromRef, Request};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{
    generate_route_list_with_exclusions, handle_server_fns_with_context, render_app_async_with_context,
};
use leptos_router::SsrMode;

use crate::{assets, error_page, route_registry::RouteRegistry};

/// State of the pages' router, from which Leptos reads its options. Empty: each layer clones the state for each request,
/// and pages rendered at the time of the request need no options.
#[derive(Clone, Copy, Debug)]
pub struct PageState;

impl FromRef<PageState> for LeptosOptions {
    fn from_ref(_: &PageState) -> LeptosOptions {
        LeptosOptions::builder().output_name(assets::OUTPUT_NAME).build()
    }
}

/// Routes of all pages of [`app::App`].
///
/// # Errors
/// If a page is not rendered completely before it is sent: its status and its behaviour without scripts would be wrong.
pub fn pages(assets: &Assets) -> anyhow::Result<RouteRegistry<PageState>> {
    let forms = form_paths().into_iter().map(str::to_owned).collect();
    let list = generate_route_list_with_exclusions(app::App, Some(forms));
    for page in &list {
        let is_form = page.methods().next().is_none();
        anyhow::ensure!(
            is_form || matches!(page.mode(), SsrMode::Async),
            "{} is not SsrMode::Async",
            page.path()
        );
    }
    let assets = assets.clone();
    Ok(RouteRegistry::new().pages(&PageState, list, provide_request, move || app::shell(assets.clone())))
}

/// Handler of requests that match no route: renders the application with status 404. Methods other than GET get an
/// error page.
pub fn not_found(assets: &Assets) -> MethodRouter<PageState> {
    let assets = assets.clone();
    let render = render_app_async_with_context(provide_request, move || app::shell(assets.clone()));
    get(move |request: Request| async move {
        let mut response = render(request).await.into_response();
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    })
    .fallback(|| async { error_page::status(StatusCode::NOT_FOUND) })
}

/// Paths of the forms' server functions.
pub fn form_paths() -> Vec<&'static str> {
    server_fn::axum::server_fn_paths().map(|(path, _)| path).collect()
}

/// Runs the server function of a form. Only its status and headers are sent: a form answers with a redirect or an
/// error.
pub async fn handle_form(request: Request) -> Response {
    let response = handle_server_fns_with_context(provide_request, request).await.into_response();
    let (mut parts, _) = response.into_parts();
    // The body is meant for the client code of Leptos server functions, which the portal does not use.
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    if parts.status.is_client_error() || parts.status.is_server_error() {
        parts.headers.remove(header::LOCATION);
    } else if parts.status == StatusCode::FOUND {
        parts.status = StatusCode::SEE_OTHER;
    }
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::empty())
}

/// Provides the request context to Leptos: it is in the extensions of the request head that Leptos provides.
fn provide_request() {
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(context) = parts.extensions.get::<RequestContext>() {
        provide_context(Nonce::from_value(context.nonce.clone()));
        provide_context(context.clone());
    }
}
