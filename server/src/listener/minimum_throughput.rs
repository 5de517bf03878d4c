//! A request body with a minimum throughput.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::Sleep;

use super::activity::Activity;

/// Bytes per second that must arrive on average of each period: less than the slowest mobile networks carry, much more
/// than a client sends that only means to hold a connection.
const MIN_BYTES_PER_SECOND: u128 = 1024;

/// Body that fails with [`TooSlow`] if it has not ended and fewer than [`MIN_BYTES_PER_SECOND`] arrive within a period.
pub struct MinimumThroughputBody<B = Incoming> {
    body: B,
    period: Duration,
    received: u128,
    deadline: Option<Pin<Box<Sleep>>>,
    activity: Option<Activity>,
}

/// Error of a body below the minimum throughput.
#[derive(Debug)]
pub struct TooSlow;

impl std::fmt::Display for TooSlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the client sends its request too slowly")
    }
}

impl std::error::Error for TooSlow {}

impl<B> MinimumThroughputBody<B> {
    pub fn new(body: B, period: Duration) -> Self {
        Self { body, period, received: 0, deadline: None, activity: None }
    }

    /// Counts received bytes. Once there are enough, removes the deadline; the next one starts when the body is polled
    /// without data, so that a slow disk of the server does not count against the client.
    fn count(&mut self, bytes: usize) {
        self.received += bytes as u128;
        if self.received >= min_bytes(self.period) {
            self.received = 0;
            self.deadline = None;
        }
    }

    fn report_end(&mut self) {
        if let Some(activity) = self.activity.take() {
            activity.work();
        }
    }
}

impl<B: Body> MinimumThroughputBody<B> {
    /// Reports that the connection waits for its client until the whole body has arrived.
    pub fn reporting_to(mut self, activity: Activity) -> Self {
        activity.wait();
        self.activity = Some(activity);
        if self.body.is_end_stream() {
            self.report_end();
        }
        self
    }
}

fn min_bytes(period: Duration) -> u128 {
    period.as_millis() * MIN_BYTES_PER_SECOND / 1000
}

impl<B> Body for MinimumThroughputBody<B>
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
            match &frame {
                Some(Ok(frame)) => this.count(frame.data_ref().map_or(0, Bytes::len)),
                None | Some(Err(_)) => this.report_end(),
            }
            if this.body.is_end_stream() {
                this.report_end();
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

    /// Reads a body to its end. `chunks`: for each chunk, the delay before it in milliseconds and its length in bytes.
    async fn read(period: u64, chunks: Vec<(u64, usize)>) -> Result<usize, axum::Error> {
        let stream = futures::stream::iter(chunks).then(|(delay, bytes)| async move {
            tokio::time::sleep(Duration::from_millis(delay)).await;
            Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; bytes]))
        });
        let inner = axum::body::Body::from_stream(stream);
        let body = MinimumThroughputBody::new(inner, Duration::from_millis(period));
        axum::body::to_bytes(axum::body::Body::new(body), usize::MAX).await.map(|bytes| bytes.len())
    }

    #[tokio::test]
    async fn slow_but_steady_body_is_accepted() {
        assert_eq!(read(5_000, vec![(10, 2_000); 20]).await.ok(), Some(40_000));
        // Longer than the period in total, with enough bytes within each period.
        assert_eq!(read(300, vec![(20, 200); 30]).await.ok(), Some(6_000));
    }

    #[tokio::test]
    async fn body_of_trickled_bytes_is_refused() {
        assert!(read(200, vec![(20, 1); 1_000]).await.is_err());
        // A fifth of the minimum throughput, in chunks of any size.
        assert!(read(500, vec![(50, 10); 1_000]).await.is_err());
        assert!(read(500, vec![(400, 80); 1_000]).await.is_err());
    }

    #[tokio::test]
    async fn end_of_the_body_is_reported() {
        let activity = Activity::new(std::sync::Arc::default());
        let stream = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"x"))]);
        let inner = axum::body::Body::from_stream(stream);
        let body = MinimumThroughputBody::new(inner, Duration::from_secs(1)).reporting_to(activity.clone());
        assert!(activity.waiting().is_some());
        axum::body::to_bytes(axum::body::Body::new(body), 10).await.expect("a body");
        assert_eq!(activity.waiting(), None);
        MinimumThroughputBody::new(axum::body::Body::empty(), Duration::ZERO).reporting_to(activity.clone());
        assert_eq!(activity.waiting(), None);
    }

    #[tokio::test]
    async fn silent_body_is_refused() {
        assert!(read(100, vec![(1, 100_000), (60_000, 10)]).await.is_err());
    }
}
