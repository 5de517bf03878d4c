//! A connection whose client must take what it asked for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// Fails when the client takes nothing of an answer for a whole period. Reading is not limited here, since a
/// connection waits for its client most of the time: headers and bodies have limits of their own.
pub struct PacedStream<S = TcpStream> {
    stream: S,
    period: Duration,
    stuck_since: Option<Pin<Box<Sleep>>>,
}

impl<S> PacedStream<S> {
    pub fn new(stream: S, period: Duration) -> Self {
        Self { stream, period, stuck_since: None }
    }

    fn watch<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stuck_since = None;
            return written;
        }
        let period = self.period;
        let stuck = self.stuck_since.get_or_insert_with(|| Box::pin(tokio::time::sleep(period)));
        ready!(stuck.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not take its answer")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PacedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PacedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_left() {
        let (_client, server) = tokio::io::duplex(1024);
        let mut stream = PacedStream::new(server, Duration::from_millis(100));
        let error = stream.write_all(&[0; 4096]).await.expect_err("nobody reads");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_client_that_takes_a_little_at_a_time_is_served() {
        let (mut client, server) = tokio::io::duplex(1024);
        let mut stream = PacedStream::new(server, Duration::from_secs(20));
        let reader = tokio::spawn(async move {
            let mut taken = 0;
            let mut buffer = [0; 512];
            while taken < 8192 {
                tokio::time::sleep(Duration::from_millis(20)).await;
                taken += client.read(&mut buffer).await.expect("bytes");
            }
            taken
        });
        stream.write_all(&[0; 8192]).await.expect("taken in time");
        assert_eq!(reader.await.expect("reader"), 8192);
    }
}
