//! Which names the portal answers to.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::error_page;

/// Refuses other names when the configuration lists some. Links are built from `base_url` in any case.
pub async fn check(State(accepted): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    if accepted.is_empty() {
        return next.run(request).await;
    }
    let asked = request
        .uri()
        .authority()
        .map(|authority| authority.as_str())
        .or_else(|| request.headers().get(header::HOST).and_then(|host| host.to_str().ok()))
        .unwrap_or("");
    if accepted.iter().any(|name| name.eq_ignore_ascii_case(asked)) {
        next.run(request).await
    } else {
        error_page::bare(StatusCode::MISDIRECTED_REQUEST)
    }
}
