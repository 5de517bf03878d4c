//! Turns a panic of a handler into a 500 response.

use std::any::Any;

use axum::http::StatusCode;
use axum::response::Response;

use crate::error_page;

/// Logs the panic and responds with 500; [`error_page::fill`] writes the page.
pub fn respond(panic: Box<dyn Any + Send + 'static>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(panic = message, "a request handler panicked");
    error_page::status(StatusCode::INTERNAL_SERVER_ERROR)
}
