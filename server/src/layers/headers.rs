//! Security headers, and the nonce of the content security policy.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use backend::config::Config;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::path;

/// Random nonce of one response; browsers run only scripts, and apply only styles inside a page, that carry it.
#[derive(Clone)]
pub struct ResponseNonce(pub Arc<str>);

/// Extension of a response that sets its own content security policy (a download).
#[derive(Clone, Copy)]
pub struct OwnPolicy;

/// Extension of a response that a page of the portal shows in a frame.
#[derive(Clone, Copy)]
pub struct FramedHere;

/// Headers of every response.
const COMMON: [(HeaderName, &str); 3] = [
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains; preload"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Headers of every response but the parts of a page, besides the content security policy.
const DOCUMENT: [(HeaderName, &str); 4] = [
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()",
    ),
];

/// Constant part of the content security policy. `form-action` includes co-owners and identity providers, because
/// browsers also apply it to the redirect that follows a form.
#[derive(Clone)]
pub struct Policy(Arc<str>);

impl Policy {
    pub fn new(config: &Config) -> Self {
        let mut origins: Vec<String> = config
            .co_owners
            .origins()
            .chain(config.identity.origins())
            // The sign-in form may redirect to the téléservice that sent the authorization request.
            .chain(config.teleservices.origins())
            .collect();
        origins.sort();
        origins.dedup();
        let form_action = std::iter::once("'self'".to_owned()).chain(origins).collect::<Vec<_>>().join(" ");
        Self(Arc::from(format!(
            "img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action {form_action}; \
             base-uri 'none'; frame-ancestors 'none'"
        )))
    }

    /// `frames`: the page shows a document of the portal in a frame.
    fn line(&self, nonce: &str, frames: bool) -> String {
        let frames = if frames { "frame-src 'self'; " } else { "" };
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; {frames}{}",
            self.0
        )
    }
}

/// Generates the nonce, runs the request, and adds the headers.
pub async fn add(State(policy): State<Policy>, mut request: Request, next: Next) -> Response {
    let nonce: Arc<str> = Arc::from(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()));
    request.extensions_mut().insert(ResponseNonce(Arc::clone(&nonce)));
    let frames = request.uri().path().starts_with(path::SHARED_VIEWS);
    let mut response = next.run(request).await;
    let framed_here = response.extensions().get::<FramedHere>().is_some();
    let own_policy = response.extensions().get::<OwnPolicy>().is_some();
    let is_kept = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    insert(headers, &COMMON);
    // Browsers take the headers of a 304 for those of the page that they keep, whose scripts have an older nonce.
    if !is_part_of_page(headers) && !is_kept {
        insert(headers, &DOCUMENT);
        if framed_here {
            headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        }
        if !own_policy && let Ok(line) = HeaderValue::from_str(&policy.line(&nonce, frames)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, line);
        }
    }
    // A response is personal unless a handler declared it public, so caches must not store it.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn insert(headers: &mut HeaderMap, fixed: &[(HeaderName, &'static str)]) {
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Returns `true` for style sheets, scripts and modules: a browser never displays them as a document, and a first visit
/// loads several.
fn is_part_of_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    [&b"text/css"[..], b"text/javascript", b"application/wasm"].iter().any(|part| kind.starts_with(part))
}
