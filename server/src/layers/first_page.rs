//! Recognises the first page of a visit.

use axum::http::HeaderMap;

/// Returns `true` for a typed address, a bookmark and a link of another site: the browser probably has no file of the
/// portal in its cache. Browsers that do not say where they come from (`Sec-Fetch-Site`) get the usual page.
pub fn is_first(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin")
}
