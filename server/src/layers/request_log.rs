//! One log line and one metric per request.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// Unique identifier of a request, in its log lines and in the response, which a person can quote to the assistance.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs the pattern of the route, never the URL: a query may contain a secret, a path an identifier.
pub async fn log(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = platform::id::RequestId::generate().simple();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("(aucune)", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(RequestId(Arc::from(id.as_str())));
    let span = tracing::info_span!("request", request_id = %id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| {
        let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(%method, route, status, duration_ms, "request");
    });
    crate::metrics::record_request(&method, &route, status, elapsed);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
