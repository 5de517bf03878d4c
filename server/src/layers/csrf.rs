//! Protection against cross-site request forgery (CSRF).
//!
//! The layer of `tower-http` checks `Sec-Fetch-Site` and `Origin`, which no page can forge. It refuses `Origin: null` and
//! every origin other than the portal's, and accepts a request without either header. [`require_source`] refuses that too,
//! except on the routes that servers of co-owners and téléservices call (docs/adr/0021).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::{error_page, oidc_provider};

pub type Layer = CsrfLayer<fn(ProtectionError) -> Response>;

/// Accepts the origin of `base_url` as well as the request's own host: they differ behind a proxy that rewrites `Host`.
///
/// # Errors
/// If `base_url` has no origin that a browser could send.
pub fn layer(base_url: &str) -> anyhow::Result<Layer> {
    let origin = base_url.trim_end_matches('/');
    // OpenID Connect requires two endpoints to accept a POST from any site; they redirect it to a GET.
    let layer = CsrfLayer::new()
        .add_trusted_origin(origin)?
        .with_insecure_bypass(|method, uri| oidc_provider::accepts_cross_site_post(method, uri.path()));
    Ok(layer.with_rejection_response(refuse as fn(ProtectionError) -> Response))
}

fn refuse(error: ProtectionError) -> Response {
    tracing::warn!(reason = %error, "refused a cross-site request");
    error_page::status(StatusCode::FORBIDDEN)
}

/// Refuses a request that may change something and has no header about its origin. Browsers send `Origin` with every
/// POST.
pub async fn require_source(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || has_origin(request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!("refused a request without Origin and Sec-Fetch-Site");
    error_page::status(StatusCode::FORBIDDEN)
}

fn has_origin(headers: &HeaderMap) -> bool {
    [header::ORIGIN, HeaderName::from_static("sec-fetch-site")]
        .iter()
        .any(|name| headers.get(name).is_some_and(|value| !value.is_empty()))
}
