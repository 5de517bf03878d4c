//! The pages, drawn by the application, and the forms' addresses.

use app::Assets;
use app::context::RequestContext;
use axum::body::Body;
use axum::extract::Request;
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

use crate::addresses::Addressed;
use crate::error_page;

/// Every page of [`app::App`].
///
/// # Errors
/// When a page is not drawn whole before it is sent: its status and its behaviour without scripts would be wrong.
pub fn pages(options: &LeptosOptions, assets: &Assets) -> anyhow::Result<Addressed<LeptosOptions>> {
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
    Ok(Addressed::new().pages(options, list, provide_request, move || app::shell(assets.clone())))
}

/// The page for unknown addresses, drawn by the application, with status 404; other methods get a plain page.
pub fn missing(assets: &Assets) -> MethodRouter<LeptosOptions> {
    let assets = assets.clone();
    let render = render_app_async_with_context(provide_request, move || app::shell(assets.clone()));
    get(move |request: Request| async move {
        let mut response = render(request).await.into_response();
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    })
    .fallback(|| async { error_page::bare(StatusCode::NOT_FOUND) })
}

/// Addresses of the forms' server functions.
pub fn form_paths() -> Vec<&'static str> {
    server_fn::axum::server_fn_paths().map(|(path, _)| path).collect()
}

/// Runs the form's server function; what it wants is in its status and headers.
pub async fn answer_form(request: Request) -> Response {
    let response = handle_server_fns_with_context(provide_request, request).await.into_response();
    let (mut parts, _) = response.into_parts();
    // What a server function would answer to a script of its own is of no use to anybody here.
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

/// Leptos gives the request's head to its context; ours is in its extensions.
fn provide_request() {
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(context) = parts.extensions.get::<RequestContext>() {
        provide_context(Nonce::from_value(context.nonce.clone()));
        provide_context(context.clone());
    }
}
