//! A request body that must keep coming.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::Sleep;

/// What must arrive within each period: a byte now and then is not an upload but a hold-up.
const MIN_BYTES: usize = 2 * 1024;

/// Fails when less than [`MIN_BYTES`] arrive within a period, the end of the body aside.
pub struct PacedBody<B = Incoming> {
    body: B,
    period: Duration,
    received: usize,
    deadline: Option<Pin<Box<Sleep>>>,
}

/// The client was too slow.
#[derive(Debug)]
pub struct TooSlow;

impl std::fmt::Display for TooSlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the client sends its request too slowly")
    }
}

impl std::error::Error for TooSlow {}

impl<B> PacedBody<B> {
    pub fn new(body: B, period: Duration) -> Self {
        Self { body, period, received: 0, deadline: None }
    }

    /// Enough arrived: time runs again from when the client is next waited for, since a busy disk of ours is not its
    /// fault.
    fn count(&mut self, bytes: usize) {
        self.received += bytes;
        if self.received >= MIN_BYTES {
            self.received = 0;
            self.deadline = None;
        }
    }
}

impl<B> Body for PacedBody<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Into<axum::BoxError>,
{
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if let Some(Ok(frame)) = &frame {
                this.count(frame.data_ref().map_or(0, Bytes::len));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let period = this.period;
        let deadline = this.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(period)));
        match deadline.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err(Box::new(TooSlow)))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;

    /// Pieces of a body: how long each is waited for, in milliseconds, and its bytes.
    async fn read(period: u64, pieces: Vec<(u64, usize)>) -> Result<usize, axum::Error> {
        let stream = futures::stream::iter(pieces).then(|(wait, bytes)| async move {
            tokio::time::sleep(Duration::from_millis(wait)).await;
            Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; bytes]))
        });
        let inner = axum::body::Body::from_stream(stream);
        let paced = axum::body::Body::new(PacedBody::new(inner, Duration::from_millis(period)));
        axum::body::to_bytes(paced, usize::MAX).await.map(|bytes| bytes.len())
    }

    #[tokio::test]
    async fn a_slow_line_is_not_a_hold_up() {
        assert_eq!(read(5_000, vec![(10, MIN_BYTES); 20]).await.ok(), Some(20 * MIN_BYTES));
        // Slower than the period as a whole, and never for a whole period without enough.
        assert_eq!(read(300, vec![(20, MIN_BYTES / 2); 30]).await.ok(), Some(15 * MIN_BYTES));
    }

    #[tokio::test]
    async fn a_byte_now_and_then_is() {
        assert!(read(200, vec![(20, 1); 1_000]).await.is_err());
    }

    #[tokio::test]
    async fn silence_is() {
        assert!(read(100, vec![(1, 100_000), (60_000, 10)]).await.is_err());
    }
}
