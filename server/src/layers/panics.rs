//! A panic in one request is that request's alone.

use std::any::Any;

use axum::http::StatusCode;
use axum::response::Response;

use crate::error_page;

/// Answers 500; the page is written by [`error_page::fill`].
pub fn answer(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(panic = said, "a request panicked");
    error_page::bare(StatusCode::INTERNAL_SERVER_ERROR)
}
