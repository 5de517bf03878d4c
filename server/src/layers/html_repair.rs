//! Repairs two errors in the HTML that Leptos writes.

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use axum::response::Response;
use memchr::memmem;

use crate::error_page;

/// Placeholder of Leptos for an empty node: a parse error, which browsers read as an empty comment.
const PLACEHOLDER: &[u8] = b"<!>";
/// An empty comment in valid HTML.
const COMMENT: &[u8] = b"<!---->";
const END: &[u8] = b"</body></html>";

/// Repairs HTML responses. Reading the body to its end causes no delay, because pages are rendered completely before
/// they are sent ([`crate::pages::pages`]).
pub async fn repair(response: Response) -> Response {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    if !content_type.is_some_and(|content_type| content_type.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(html) => Response::from_parts(parts, Body::from(repaired(&html))),
        Err(error) => {
            tracing::error!(%error, "failed to read a rendered page");
            error_page::status(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Replaces placeholders by comments and moves markup after `</html>` into the body. Text cannot contain a placeholder,
/// because Leptos escapes `<`.
fn repaired(html: &[u8]) -> Vec<u8> {
    let (document, trailing, end) = match memmem::rfind(html, END) {
        Some(at) => (&html[..at], &html[at + END.len()..], END),
        None => (html, &[][..], &[][..]),
    };
    let mut repaired = Vec::with_capacity(html.len() + 256);
    let mut from = 0;
    for at in memmem::find_iter(document, PLACEHOLDER) {
        repaired.extend_from_slice(&document[from..at]);
        repaired.extend_from_slice(COMMENT);
        from = at + PLACEHOLDER.len();
    }
    repaired.extend_from_slice(&document[from..]);
    repaired.extend_from_slice(trailing);
    repaired.extend_from_slice(end);
    repaired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_comments_and_trailing_markup_moves_into_the_body() {
        let html = b"<!DOCTYPE html><html><body><p>a<!></p><!></body></html><script>1</script>";
        let expected = b"<!DOCTYPE html><html><body><p>a<!----></p><!----><script>1</script></body></html>";
        assert_eq!(repaired(html), expected);
        assert_eq!(repaired(&repaired(html)), expected, "idempotent");
        assert_eq!(repaired(b"<p>&lt;!&gt;"), b"<p>&lt;!&gt;");
    }
}
