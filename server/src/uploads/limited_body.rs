//! Body of an upload with a size limit, drained after a refusal.
//!
//! A browser does not read the response while it sends: without draining, it would report a broken connection instead
//! of the reason of the refusal.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures::{Stream, StreamExt};

/// Limit for an upload request in bytes: a file of the allowed size, its fields, and a margin.
pub const MAX_REQUEST_BYTES: u64 = 11 * 1024 * 1024;

/// Bytes read after a refusal before the connection is closed.
const MAX_DRAINED_BYTES: u64 = 64 * 1024 * 1024;

/// Error of a body longer than [`MAX_REQUEST_BYTES`].
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
        Self(Arc::new(Mutex::new(Inner { body: body.into_data_stream(), read: 0, limit: MAX_REQUEST_BYTES })))
    }

    /// Reads and discards the rest of the body, up to [`MAX_DRAINED_BYTES`].
    pub async fn drain(mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).limit = MAX_DRAINED_BYTES;
        while let Some(Ok(_)) = self.next().await {}
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
    async fn limit_applies_whatever_the_declared_length_and_the_rest_is_drained() {
        assert_eq!(body(11).filter(|chunk| std::future::ready(chunk.is_ok())).count().await, 11);
        let mut too_long = body(40);
        let mut read = 0;
        let error = loop {
            match too_long.next().await.expect("a chunk or an error") {
                Ok(_) => read += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(read, 11);
        assert!(error.is::<TooLong>());
        too_long.clone().drain().await;
        assert!(too_long.next().await.is_none(), "the body was read to its end");
    }
}
