//! The body of an upload: cut at its limit, but read on for a while after a refusal.
//!
//! A browser that is still sending does not read: answered at once, it would report a broken connection instead of
//! showing why the file was refused.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures::{Stream, StreamExt};

/// Bytes of one upload request: a file of the permitted size, its fields, and some room.
pub const MAX_REQUEST_BYTES: u64 = 11 * 1024 * 1024;

/// Bytes thrown away after a refusal before the connection is closed on the client.
const MAX_THROWN_AWAY: u64 = 64 * 1024 * 1024;

/// More than [`MAX_REQUEST_BYTES`].
#[derive(Debug)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the upload is too long")
    }
}

impl std::error::Error for TooLong {}

/// A body that can be read to its limit by one reader and then drained by another.
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

    /// Reads what the client still sends, to its end or to the limit, and keeps nothing.
    pub async fn throw_away(mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).limit = MAX_THROWN_AWAY;
        while let Some(Ok(_)) = self.next().await {}
    }
}

impl Stream for LimitedBody {
    type Item = Result<Bytes, axum::BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let piece = std::task::ready!(Pin::new(&mut inner.body).poll_next(context));
        Poll::Ready(match piece {
            None => None,
            Some(Err(error)) => Some(Err(error.into())),
            Some(Ok(piece)) => {
                inner.read = inner.read.saturating_add(piece.len() as u64);
                Some(if inner.read > inner.limit { Err(Box::new(TooLong)) } else { Ok(piece) })
            }
        })
    }
}

/// Does the request announce more than is permitted? What it announces too little is found out while reading.
pub fn announces_too_much(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .is_some_and(|length| length > MAX_REQUEST_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(pieces: usize) -> LimitedBody {
        let piece = Bytes::from(vec![b'x'; 1024 * 1024]);
        let stream = futures::stream::iter((0..pieces).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
        LimitedBody::new(Body::from_stream(stream))
    }

    #[tokio::test]
    async fn the_limit_holds_whatever_was_announced() {
        assert_eq!(body(11).filter(|piece| std::future::ready(piece.is_ok())).count().await, 11);
        let mut too_long = body(40);
        let mut read = 0;
        let error = loop {
            match too_long.next().await.expect("more") {
                Ok(_) => read += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(read, 11);
        assert!(error.is::<TooLong>());
        too_long.clone().throw_away().await;
        assert!(too_long.next().await.is_none(), "the client was listened to until its end");
    }
}
