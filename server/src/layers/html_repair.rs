//! Puts the content of a page in its place, and repairs two errors in the HTML that Leptos writes.

use app::context::{PageContent, RequestContext};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use memchr::memmem;

use crate::error_page;

/// Placeholder of Leptos for an empty node: a parse error, which browsers read as an empty comment.
const PLACEHOLDER: &[u8] = b"<!>";
/// An empty comment in valid HTML.
const COMMENT: &[u8] = b"<!---->";
const END: &[u8] = b"</body></html>";

/// Completes and repairs HTML responses. Reading the body to its end causes no delay, because pages are rendered
/// completely before they are sent ([`crate::pages::pages`]).
pub async fn repair(request: Request, next: Next) -> Response {
    let content = request.extensions().get::<RequestContext>().map(|context| context.content.clone());
    let response = next.run(request).await;
    let content_type = response.headers().get(header::CONTENT_TYPE);
    if !content_type.is_some_and(|content_type| content_type.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(html) => {
            let content = content.map(|content| content.take()).unwrap_or_default();
            Response::from_parts(parts, Body::from(repaired(&html, content.as_bytes())))
        }
        Err(error) => {
            tracing::error!(%error, "failed to read a rendered page");
            error_page::status(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Inserts the content, replaces placeholders by comments and moves markup after `</html>` into the body. Text cannot
/// contain a placeholder, because Leptos escapes `<`.
fn repaired(html: &[u8], content: &[u8]) -> Vec<u8> {
    let (document, trailing, end) = match memmem::rfind(html, END) {
        Some(at) => (&html[..at], &html[at + END.len()..], END),
        None => (html, &[][..], &[][..]),
    };
    let mut repaired = Vec::with_capacity(html.len() + content.len() + 256);
    let place = PageContent::PLACE.as_bytes();
    match memmem::find(document, place) {
        Some(at) => {
            push_replaced(&mut repaired, &document[..at], COMMENT);
            // Placeholders are for hydration, and the content is never hydrated.
            push_replaced(&mut repaired, content, b"");
            push_replaced(&mut repaired, &document[at + place.len()..], COMMENT);
        }
        None => push_replaced(&mut repaired, document, COMMENT),
    }
    repaired.extend_from_slice(trailing);
    repaired.extend_from_slice(end);
    repaired
}

/// Appends `html` with `replacement` instead of placeholders.
fn push_replaced(repaired: &mut Vec<u8>, html: &[u8], replacement: &[u8]) {
    let mut from = 0;
    for at in memmem::find_iter(html, PLACEHOLDER) {
        repaired.extend_from_slice(&html[from..at]);
        repaired.extend_from_slice(replacement);
        from = at + PLACEHOLDER.len();
    }
    repaired.extend_from_slice(&html[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_comments_and_trailing_markup_moves_into_the_body() {
        let html = b"<!DOCTYPE html><html><body><p>a<!></p><!></body></html><script>1</script>";
        let expected = b"<!DOCTYPE html><html><body><p>a<!----></p><!----><script>1</script></body></html>";
        assert_eq!(repaired(html, b""), expected);
        assert_eq!(repaired(&repaired(html, b""), b""), expected, "idempotent");
        assert_eq!(repaired(b"<p>&lt;!&gt;", b""), b"<p>&lt;!&gt;");
    }

    #[test]
    fn content_is_put_in_its_place_without_placeholders() {
        let html = b"<body><!><main><!--contenu--></main><!></body></html>";
        let expected = b"<body><!----><main><p>a</p></main><!----></body></html>";
        assert_eq!(repaired(html, b"<p>a<!></p>"), expected);
        assert_eq!(
            repaired(b"<body></body></html>", b"<p>"),
            b"<body></body></html>",
            "a page without content"
        );
    }
}
