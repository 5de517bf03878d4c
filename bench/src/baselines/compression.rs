//! Compression of the baselines' pages, as the portal compresses its own for current browsers.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;

/// Level of the portal's Zstandard encoder.
const LEVEL: i32 = 3;

/// Compresses the pages of a router with Zstandard, for clients that accept it.
pub fn layer(router: Router) -> Router {
    router.layer(middleware::from_fn(compress))
}

async fn compress(request: Request, next: Next) -> Result<Response, StatusCode> {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let is_accepted = accepted.is_some_and(|accepted| accepted.contains("zstd"));
    let response = next.run(request).await;
    if !is_accepted || response.headers().contains_key(header::CONTENT_ENCODING) {
        return Ok(response);
    }
    let (mut head, body) = response.into_parts();
    let page = to_bytes(body, usize::MAX).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let compressed = zstd::bulk::compress(&page, LEVEL).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("zstd"));
    Ok(Response::from_parts(head, compressed.into()))
}
