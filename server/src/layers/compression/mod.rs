//! Compression of responses made for one request: pages, error pages, JSON.
//!
//! Only bodies that are in memory as a whole are compressed, in one step. Streams stay as they are: live updates must not
//! wait for an encoder, files of usagers are mostly compressed already, and those of the site were compressed by the build.
//!
//! Lengths of compressed pages may reveal secrets that appear beside text an attacker chooses. The portal's pages carry
//! none: the session's token is in a cookie, forms are protected by their origin, and the nonce changes with each response.

mod accepted;
mod encode;

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::first_page;
use crate::error_page;
use accepted::Coding;

/// Smallest body worth compressing, in bytes: a smaller one fits into the packet of its headers.
const SMALLEST: u64 = 512;

/// Types of text. Images and archives are compressed already; of these, only SVG is text.
const TEXT_TYPES: [&str; 4] = ["text/", "application/json", "application/javascript", "image/svg+xml"];

/// Compresses the response with the coding that the client prefers. Between codings that it likes equally, the smallest result
/// wins for the first page of a visit, which contains the style sheet, and the least processor time for other responses.
pub async fn compress(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let order = if first_page::is_first(headers) { Coding::SMALLEST } else { Coding::CHEAPEST };
    let coding = accepted::preferred(headers, order);
    let mut response = next.run(request).await;
    if !is_compressible(&response) {
        return response;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    match coding {
        Some(coding) => compressed(response, coding).await,
        None => response,
    }
}

fn is_compressible(response: &Response) -> bool {
    let headers = response.headers();
    let is_complete =
        !headers.contains_key(header::CONTENT_ENCODING) && !headers.contains_key(header::CONTENT_RANGE);
    is_complete
        && is_text(headers)
        && response.body().size_hint().exact().is_some_and(|size| size >= SMALLEST)
}

fn is_text(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    TEXT_TYPES.iter().any(|text| content_type.starts_with(text.as_bytes()))
}

async fn compressed(response: Response, coding: Coding) -> Response {
    let (mut parts, body) = response.into_parts();
    let encoded = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => encode::encode(&bytes, coding).map_err(axum::Error::new),
        Err(error) => Err(error),
    };
    match encoded {
        Ok(encoded) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
            Response::from_parts(parts, Body::from(encoded))
        }
        Err(error) => {
            tracing::error!(%error, "failed to compress a response");
            error_page::status(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::{body::Bytes, middleware};
    use tower::{Layer, ServiceExt};

    use super::*;

    /// Sends a request for all codings to a service that gives this response.
    async fn answer(headers: &[(&'static str, &'static str)], body: fn() -> Body) -> Response {
        let headers = headers.to_vec();
        let service = tower::service_fn(move |_: Request| {
            let mut response = Response::new(body());
            for (name, value) in &headers {
                response.headers_mut().insert(*name, HeaderValue::from_static(value));
            }
            async { Ok::<_, Infallible>(response) }
        });
        let request = Request::builder().header("accept-encoding", "gzip, br, zstd").body(Body::empty());
        let service = middleware::from_fn(compress).layer(service);
        service.oneshot(request.expect("a request")).await.expect("a response")
    }

    fn long() -> Body {
        Body::from("texte ".repeat(1_000))
    }

    fn stream() -> Body {
        let pieces = (0..1_000).map(|_| Ok::<_, Infallible>(Bytes::from_static(b"data: texte\n\n")));
        Body::from_stream(futures::stream::iter(pieces))
    }

    fn header_of<'a>(response: &'a Response, name: &str) -> &'a str {
        response.headers().get(name).map_or("", |value| value.to_str().expect("text"))
    }

    #[tokio::test]
    async fn whole_texts_are_compressed() {
        for content_type in ["text/html; charset=utf-8", "application/json", "image/svg+xml"] {
            let response = answer(&[("content-type", content_type), ("content-length", "6000")], long).await;
            assert_eq!(header_of(&response, "content-encoding"), "zstd", "{content_type}");
            assert_eq!(header_of(&response, "vary"), "accept-encoding", "{content_type}");
            assert_eq!(header_of(&response, "content-length"), "", "that of the text no longer applies");
            assert!(response.body().size_hint().exact().is_some_and(|size| size < 200));
        }
    }

    #[tokio::test]
    async fn other_responses_are_left_alone() {
        let html = ("content-type", "text/html; charset=utf-8");
        for (response, encoding, reason) in [
            (answer(&[("content-type", "text/event-stream")], stream).await, "", "a stream"),
            (answer(&[html], stream).await, "", "a stream of HTML"),
            (answer(&[("content-type", "image/png")], long).await, "", "an image"),
            (answer(&[], long).await, "", "an unknown type"),
            (answer(&[html], || Body::from("court")).await, "", "a short text"),
            (answer(&[html, ("content-range", "bytes 0-9/99")], long).await, "", "a part"),
            (answer(&[html, ("content-encoding", "br")], long).await, "br", "compressed already"),
        ] {
            assert_eq!(header_of(&response, "content-encoding"), encoding, "{reason}");
            assert_eq!(header_of(&response, "vary"), "", "{reason}");
        }
    }
}
