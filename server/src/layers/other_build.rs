//! Answers the scripts of a page that another build rendered.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Header that scripts send with their requests for pages: the build of the displayed page.
const SHOWN_BUILD: &str = "prodouane-version";

/// Answers 204 to scripts of another build: the browser must load the page in full. Rendering the page first would
/// consume the flash that it shows once.
pub async fn answer(State(build): State<Arc<str>>, request: Request, next: Next) -> Response {
    match request.headers().get(SHOWN_BUILD) {
        Some(shown) if shown.as_bytes() != build.as_bytes() => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    }
}
