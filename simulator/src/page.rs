//! Rendering, error pages and security headers, shared by all pages.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::co_owner::CoOwner;
use crate::problem::Problem;
use crate::state::Simulator;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    title: &'a str,
    text: &'a str,
}

/// Renders a page.
pub fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(body) => Html(body).into_response(),
        Err(error) => {
            tracing::error!(%error, "failed to render a template");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub fn error(status: StatusCode, title: &str, text: &str) -> Response {
    (status, html(&ErrorPage { title, text })).into_response()
}

pub fn not_found() -> Response {
    error(StatusCode::NOT_FOUND, "Page introuvable", "Cette adresse n’existe pas dans le simulateur.")
}

/// Error page of a co-owner with a simulated outage.
pub fn down(co_owner: CoOwner) -> Response {
    let text = format!("{} est en panne : la page d’administration l’a demandé.", co_owner.site());
    let mut response = error(StatusCode::SERVICE_UNAVAILABLE, "Service indisponible", &text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    response
}

/// Formats cents as `487,30 €`.
pub fn euros(cents: i64) -> String {
    format!("{},{:02}\u{a0}€", cents / 100, cents % 100)
}

/// Adds the security headers that the handler has not set.
pub async fn headers(State(simulator): State<Arc<Simulator>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let portals = simulator.portals().into_iter().collect::<Vec<_>>().join(" ");
    // Includes the portals, since browsers apply `form-action` to the redirect that follows the sign-in form.
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self' {portals}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let fixed = |text| HeaderValue::from_static(text);
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
        (header::REFERRER_POLICY, fixed("same-origin")),
        (header::CACHE_CONTROL, fixed("no-store")),
    ] {
        headers.entry(name).or_insert(value);
    }
    response
}

/// Refuses cross-site requests that change something. Clients other than browsers do not send
/// `Sec-Fetch-Site`.
pub async fn same_site(request: Request, next: Next) -> Response {
    const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_cross_site = request.headers().get(FETCH_SITE).is_some_and(|site| site == "cross-site");
    if is_cross_site && !is_safe {
        return Problem::new(StatusCode::FORBIDDEN, "Demande venue d’un autre site.").into_response();
    }
    next.run(request).await
}
