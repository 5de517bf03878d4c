//! Makes valid HTML of what Leptos writes.

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use axum::response::Response;
use memchr::memmem;

use crate::error_page;

/// An empty place: a parse error, of which browsers make an empty comment.
const MARK: &[u8] = b"<!>";
/// The same, as HTML has it.
const COMMENT: &[u8] = b"<!---->";
const END: &[u8] = b"</body></html>";

/// Pages are whole when they are sent ([`crate::pages::pages`]): reading one to its end costs no time.
pub async fn amend(response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(html) => Response::from_parts(parts, Body::from(amended(&html))),
        Err(error) => {
            tracing::error!(%error, "a page came to no end");
            error_page::bare(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Marks become comments, and what comes after the document moves to its end. No text looks like a mark: `<` is escaped
/// wherever Leptos writes one.
fn amended(html: &[u8]) -> Vec<u8> {
    let (document, after, end) = match memmem::rfind(html, END) {
        Some(at) => (&html[..at], &html[at + END.len()..], END),
        None => (html, &[][..], &[][..]),
    };
    let mut amended = Vec::with_capacity(html.len() + 256);
    let mut from = 0;
    for at in memmem::find_iter(document, MARK) {
        amended.extend_from_slice(&document[from..at]);
        amended.extend_from_slice(COMMENT);
        from = at + MARK.len();
    }
    amended.extend_from_slice(&document[from..]);
    amended.extend_from_slice(after);
    amended.extend_from_slice(end);
    amended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_comments_and_nothing_follows_the_document() {
        let html = b"<!DOCTYPE html><html><body><p>a<!></p><!></body></html><script>1</script>";
        let wanted = b"<!DOCTYPE html><html><body><p>a<!----></p><!----><script>1</script></body></html>";
        assert_eq!(amended(html), wanted);
        assert_eq!(amended(&amended(html)), wanted, "nothing is left to do");
        assert_eq!(amended(b"<p>&lt;!&gt;"), b"<p>&lt;!&gt;");
    }
}
