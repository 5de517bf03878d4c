//! Check of the `Host` header.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::error_page;

/// Refuses hosts other than `accepted_hosts`, if the configuration lists any. Links are always built from `base_url`.
pub async fn check(State(accepted): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    if accepted.is_empty() {
        return next.run(request).await;
    }
    let host = request
        .uri()
        .authority()
        .map(|authority| authority.as_str())
        .or_else(|| request.headers().get(header::HOST).and_then(|host| host.to_str().ok()))
        .unwrap_or("");
    if accepted.iter().any(|name| name.eq_ignore_ascii_case(host)) {
        next.run(request).await
    } else {
        error_page::status(StatusCode::MISDIRECTED_REQUEST)
    }
}
