//! Requests forged by other sites (CSRF).
//!
//! `tower-http`'s layer reads `Sec-Fetch-Site` and `Origin`, which no page can forge, and lets a request without
//! either pass: a program, not a browser. Browsers send `Origin` with every POST, so that this opens nothing to them;
//! an `Origin: null` is refused, as is any other than the portal's own.

use axum::http::StatusCode;
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::{error_page, openid};

pub type Layer = CsrfLayer<fn(ProtectionError) -> Response>;

/// Trusts the portal's public origin besides the request's own host: behind a proxy that renames `Host` they differ.
///
/// # Errors
/// When `base_url` has no origin that a browser could send.
pub fn layer(base_url: &str) -> anyhow::Result<Layer> {
    let origin = base_url.trim_end_matches('/');
    // A téléservice may post to the two addresses that OpenID Connect wants open to all: they repeat it as a GET.
    let layer = CsrfLayer::new()
        .add_trusted_origin(origin)?
        .with_insecure_bypass(|method, uri| openid::is_from_anywhere(method, uri.path()));
    Ok(layer.with_rejection_response(refuse as fn(ProtectionError) -> Response))
}

fn refuse(error: ProtectionError) -> Response {
    tracing::warn!(reason = %error, "a request from another site was refused");
    error_page::bare(StatusCode::FORBIDDEN)
}
