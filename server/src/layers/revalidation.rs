//! Lets browsers keep the pages that visitors read, and ask each time whether they have changed (`docs/adr/0068`).

use app::context::RequestContext;
use app::public::is_content;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use memchr::memmem;
use sha2::{Digest, Sha256};

use crate::{cached_file, error_page};

/// In the visitor's browser only, because of the nonce, and never without asking.
const CACHING: HeaderValue = HeaderValue::from_static("private, no-cache");
/// The page of a visitor is another one once they have a session.
const VARY: HeaderValue = HeaderValue::from_static("cookie");

/// Adds an ETag to the content pages of visitors without cookies, and answers 304 to a browser that has the page.
pub async fn answer(request: Request, next: Next) -> Response {
    let context = request.extensions().get::<RequestContext>();
    let visitor = context.filter(|_| request.method() == Method::GET).filter(|context| is_kept(context));
    let Some(context) = visitor.cloned() else { return next.run(request).await };
    let headers = request.headers().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || !context.cookies.are_unchanged() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(html) = to_bytes(body, usize::MAX).await else {
        return error_page::status(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let tag = tag(&html, &context.nonce);
    let response = match cached_file::is_known(&headers, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(html))
        }
    };
    with_tag(response, &tag)
}

fn is_kept(context: &RequestContext) -> bool {
    let is_visitor = context.session.is_none() && context.ended.is_none() && !context.has_cookie;
    is_visitor && context.route.as_deref().is_some_and(|route| is_content(route, &context.path))
}

fn with_tag(mut response: Response, tag: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, CACHING);
    headers.append(header::VARY, VARY);
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Returns the ETag of a page: weak, since compression changes the bytes, and the same whatever the nonce and the place of
/// the style sheet.
fn tag(html: &[u8], nonce: &str) -> String {
    let mut digest = Sha256::new();
    let (before, after) = around_style_sheet(html);
    for part in [before, after] {
        let mut from = 0;
        for at in memmem::find_iter(part, nonce) {
            digest.update(&part[from..at]);
            from = at + nonce.len();
        }
        digest.update(&part[from..]);
    }
    cached_file::weak_tag(&digest.finalize())
}

/// Splits a page around its style sheet, which is between a script and the icon. The first page of a visit contains the
/// style sheet, others link it (`docs/adr/0063`); a new style sheet changes the identifier of the build, which stays.
fn around_style_sheet(html: &[u8]) -> (&[u8], &[u8]) {
    let icon = memmem::find(html, b"<link rel=\"icon\"").unwrap_or_default();
    let start = memmem::rfind(&html[..icon], b"</script>").unwrap_or(icon);
    (&html[..start], &html[icon..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(nonce: &str, styles: &str, text: &str) -> String {
        format!(
            "<head><meta name=\"build\" content=\"1\"/><script nonce=\"{nonce}\">x</script>{styles}<link rel=\"icon\"/>\
             </head><p>{text}</p><script nonce=\"{nonce}\">y</script>"
        )
    }

    #[test]
    fn tag_depends_on_the_content_only() {
        let link = "<link rel=\"stylesheet\" href=\"/a.css\"/>";
        let known = tag(page("abc", link, "un").as_bytes(), "abc");
        assert_eq!(tag(page("xyz", "<style nonce=\"xyz\">p{}</style>", "un").as_bytes(), "xyz"), known);
        assert_ne!(tag(page("abc", link, "deux").as_bytes(), "abc"), known);
        assert_ne!(tag(b"<p>un</p>", "abc"), known);
    }
}
