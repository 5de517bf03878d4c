//! Body of an upload with a size limit, drained after a refusal.
//!
//! A browser does not read the response while it sends: without draining, it would report a broken connection instead
//! of the reason of the refusal. The rest of a longer body is not received: the listener closes the connection late
//! enough for most clients to read the response.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures::{Stream, StreamExt};

/// Limit for an upload request in bytes: a file of the allowed size, its fields, and a margin.
pub const MAX_REQUEST_BYTES: u64 = 11 * 1024 * 1024;

/// Bytes read after a refusal, and the time for it. Refused clients must not hold a connection.
const MAX_DRAINED_BYTES: u64 = 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// Error of a body longer than its limit.
#[derive(Debug)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the upload is too long")
    }
}

impl std::error::Error for TooLong {}

/// A body that one reader reads up to the limit and a clone of it drains afterwards.
#[derive(Clone)]
pub struct LimitedBody(Arc<Mutex<Inner>>);

struct Inner {
    body: BodyDataStream,
    read: u64,
    limit: u64,
}

impl LimitedBody {
    pub fn new(body: Body) -> Self {
        Self::with_limit(body, MAX_REQUEST_BYTES)
    }

    /// A body of at most `limit` bytes.
    pub fn with_limit(body: Body, limit: u64) -> Self {
        Self(Arc::new(Mutex::new(Inner { body: body.into_data_stream(), read: 0, limit })))
    }

    /// Reads and discards the rest of the body, up to [`MAX_DRAINED_BYTES`], for [`DRAIN_TIME`] at most.
    pub async fn drain(mut self) {
        self.allow_more(MAX_DRAINED_BYTES);
        let rest = async { while let Some(Ok(_)) = self.next().await {} };
        let _ = tokio::time::timeout(DRAIN_TIME, rest).await;
    }

    fn allow_more(&self, bytes: u64) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.limit = inner.read.saturating_add(bytes);
    }
}

impl Stream for LimitedBody {
    type Item = Result<Bytes, axum::BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let chunk = std::task::ready!(Pin::new(&mut inner.body).poll_next(context));
        Poll::Ready(match chunk {
            None => None,
            Some(Err(error)) => Some(Err(error.into())),
            Some(Ok(chunk)) => {
                inner.read = inner.read.saturating_add(chunk.len() as u64);
                Some(if inner.read > inner.limit { Err(Box::new(TooLong)) } else { Ok(chunk) })
            }
        })
    }
}

/// Returns `true` if `Content-Length` exceeds the limit. A false `Content-Length` is detected while reading.
pub fn declares_excess_length(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .is_some_and(|length| length > MAX_REQUEST_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(megabytes: usize) -> LimitedBody {
        let chunk = Bytes::from(vec![b'x'; 1024 * 1024]);
        let stream =
            futures::stream::iter((0..megabytes).map(move |_| Ok::<_, std::io::Error>(chunk.clone())));
        LimitedBody::new(Body::from_stream(stream))
    }

    #[tokio::test]
    async fn limit_applies_whatever_the_declared_length_and_a_short_rest_is_drained() {
        assert_eq!(body(11).filter(|chunk| std::future::ready(chunk.is_ok())).count().await, 11);
        let mut too_long = body(13);
        assert_eq!(chunks_before_error(&mut too_long).await, 11);
        too_long.clone().drain().await;
        assert!(too_long.next().await.is_none(), "the body was read to its end");
    }

    #[tokio::test]
    async fn long_rest_is_not_read() {
        let mut too_long = body(40);
        assert_eq!(chunks_before_error(&mut too_long).await, 11);
        too_long.clone().drain().await;
        // The chunk that exceeds the limit, one drained, and the one that exceeds the limit of the drain.
        assert_eq!(too_long.0.lock().expect("the body").read, 14 * 1024 * 1024);
    }

    #[tokio::test]
    async fn slow_rest_is_not_awaited() {
        let stream = futures::stream::pending::<Result<Bytes, std::io::Error>>();
        let started = std::time::Instant::now();
        LimitedBody::new(Body::from_stream(stream)).drain().await;
        assert!(started.elapsed() < DRAIN_TIME * 3, "{:?}", started.elapsed());
    }

    /// Reads up to the error, which must be [`TooLong`].
    async fn chunks_before_error(body: &mut LimitedBody) -> usize {
        for read in 0.. {
            if let Err(error) = body.next().await.expect("a chunk or an error") {
                assert!(error.is::<TooLong>());
                return read;
            }
        }
        unreachable!("the body is limited")
    }
}
