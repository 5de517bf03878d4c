//! What a connection does: the server works for it, or it waits for its client.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use axum::body::Body as AxumBody;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Activity of one connection. Waiting connections are numbered in the order in which they began to wait.
#[derive(Clone, Debug)]
pub struct Activity {
    /// 0 while the server works.
    waiting: Arc<AtomicU64>,
    last_number: Arc<AtomicU64>,
}

impl Activity {
    /// Activity of a new connection, which waits for its first request. `last_number` is shared by all connections.
    pub fn new(last_number: Arc<AtomicU64>) -> Self {
        let activity = Self { waiting: Arc::default(), last_number };
        activity.wait();
        activity
    }

    /// The client must send something: a request or the rest of its body.
    pub fn wait(&self) {
        self.waiting.store(self.last_number.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    /// The request is complete: the server must answer.
    pub fn work(&self) {
        self.waiting.store(0, Ordering::Relaxed);
    }

    /// Number of a waiting connection; the smallest one has waited longest.
    pub fn waiting(&self) -> Option<u64> {
        Some(self.waiting.load(Ordering::Relaxed)).filter(|&number| number > 0)
    }
}

/// Body of a response, after which the connection waits again.
pub struct ResponseBody {
    body: AxumBody,
    activity: Activity,
}

impl ResponseBody {
    pub fn new(body: AxumBody, activity: Activity) -> Self {
        Self { body, activity }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        self.activity.wait();
    }
}
