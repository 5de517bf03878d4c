//! Public files that change rarely: read by programs, without session or cookie, and stored by caches.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Sends a file with its ETag; 304 to those who have it. `headers`: of the request.
pub fn send(headers: &HeaderMap, media_type: &'static str, file: Vec<u8>) -> Response {
    let tag = weak_tag(&Sha256::digest(&file));
    let is_known = is_known(headers, &tag);
    let caching = [(header::ETAG, tag), (header::CACHE_CONTROL, "public, max-age=900".to_owned())];
    match is_known {
        true => (StatusCode::NOT_MODIFIED, caching).into_response(),
        false => (caching, [(header::CONTENT_TYPE, media_type)], file).into_response(),
    }
}

/// Returns the ETag of a content with this digest: weak, because compression changes the bytes.
pub fn weak_tag(digest: &[u8]) -> String {
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..16]))
}

/// Returns `true` if the client has the content with this tag (`If-None-Match`).
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|known| known.trim() == tag)
}
