//! Receives one piece: streamed to the file store, and acknowledged once it is durable.

use std::time::Duration;

use app::context::RequestContext;
use axum::extract::Request;
use axum::http::{HeaderMap, Uri};
use backend::{
    accounts::sessions::Session,
    id::UploadId,
    messaging::{self, PiecePermit},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::attachment::MAX_PIECE;
use futures::StreamExt;
use platform::files::{StoredFile, UploadError};

use crate::uploads::{failure::Failure, in_flight::InFlight, limited_body::LimitedBody};

/// Receives the piece of the request. Returns the offset of the next one.
pub async fn receive(
    context: &RequestContext,
    session: &Session,
    id: UploadId,
    request: Request,
) -> Result<u64, Failure> {
    let _in_flight = InFlight::begin();
    let (parts, body) = request.into_parts();
    let body = LimitedBody::with_limit(body, MAX_PIECE);
    let reception =
        Reception { context, session, id, start: start(&parts.uri), digest: digest(&parts.headers) };
    let time_limit = Duration::from_secs(context.portal.config.limits.upload_seconds);
    let received = match tokio::time::timeout(time_limit, reception.run(body.clone())).await {
        Ok(received) => received,
        Err(_) => Err(Failure::Slow),
    };
    if received.as_ref().is_err_and(|failure| !matches!(failure, Failure::Slow)) {
        body.drain().await;
    }
    received
}

struct Reception<'a> {
    context: &'a RequestContext,
    session: &'a Session,
    id: UploadId,
    /// Offset of the piece in the file.
    start: u64,
    digest: Option<[u8; 32]>,
}

impl Reception<'_> {
    async fn run(&self, body: LimitedBody) -> Result<u64, Failure> {
        let portal = &self.context.portal;
        let permit = messaging::begin_piece(portal, self.session, self.id, self.start).await?;
        let digest = self.digest.ok_or_else(|| permit.refusal())?;
        let stored = self.store(&permit, body).await?;
        Ok(messaging::finish_piece(portal, permit, digest, stored).await?)
    }

    async fn store(&self, permit: &PiecePermit, mut body: LimitedBody) -> Result<StoredFile, Failure> {
        let mut upload = self.context.portal.files.begin(permit.max_bytes).await?;
        while let Some(chunk) = body.next().await {
            let chunk = match chunk {
                Ok(chunk) => chunk,
                Err(error) => {
                    upload.abort().await;
                    return Err(unreadable(permit, &*error));
                }
            };
            match upload.write(&chunk).await {
                Ok(()) => {}
                Err(UploadError::TooLarge { .. }) => {
                    upload.abort().await;
                    return Err(permit.refusal().into());
                }
                Err(error) => return Err(Failure::Refused(error.into())),
            }
        }
        upload.finish().await.map_err(|error| Failure::Refused(error.into()))
    }
}

/// Failure of a body that broke off, was too slow or is longer than a piece.
fn unreadable(permit: &PiecePermit, error: &(dyn std::error::Error + 'static)) -> Failure {
    match Failure::of_body(error, permit.name()) {
        Failure::TooLarge(_) => permit.refusal().into(),
        failure => failure,
    }
}

/// Offset in the query: `?debut=1048576`. One that is missing or unreadable is that of no piece.
fn start(uri: &Uri) -> u64 {
    let query = uri.query().unwrap_or_default();
    query.strip_prefix("debut=").and_then(|start| start.parse().ok()).unwrap_or(u64::MAX)
}

/// SHA-256 in the header `Content-Digest` (RFC 9530): `sha-256=:…:`.
fn digest(headers: &HeaderMap) -> Option<[u8; 32]> {
    let digests = headers.get("content-digest")?.to_str().ok()?;
    let encoded =
        digests.split(',').find_map(|one| one.trim().strip_prefix("sha-256=:")?.strip_suffix(':'))?;
    STANDARD.decode(encoded).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn offset_and_digest_are_read() {
        let start = |uri: &'static str| super::start(&Uri::from_static(uri));
        assert_eq!(start("/televersement/envoi/1?debut=1048576"), 1_048_576);
        for unreadable in ["/a", "/a?debut=", "/a?debut=-1", "/a?debut=1&b=2", "/a?autre=1"] {
            assert_eq!(start(unreadable), u64::MAX, "{unreadable}");
        }
        let digest = |text: &'static str| {
            super::digest(&HeaderMap::from_iter([(
                axum::http::HeaderName::from_static("content-digest"),
                HeaderValue::from_static(text),
            )]))
        };
        let zeros = "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";
        assert_eq!(digest(zeros), Some([0; 32]));
        assert_eq!(
            digest("md5=:AA==:, sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"),
            Some([0; 32])
        );
        for unreadable in ["", "sha-256=:AAAA:", "sha-512=:AAAA:", "sha-256=AAAA", "sha-256=:*:"] {
            assert_eq!(digest(unreadable), None, "{unreadable}");
        }
    }
}
