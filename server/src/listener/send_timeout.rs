//! A connection that is closed if the client stops reading the response, and closed late enough for the client to read it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;
use tokio_util::sync::CancellationToken;

/// Time for the client to close a connection whose last response is complete. Closing it at once would discard the
/// response of a client that still sends: unread bytes make the system reset the connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Bytes read while waiting for the client to close; after them its sending is left to stall.
const MAX_BYTES_AFTER_RESPONSE: usize = 64 * 1024;

/// Stream that fails with `TimedOut` if no byte can be written for `timeout`. Reads have no limit here, because an idle
/// connection waits for its client most of the time; headers and bodies have their own limits.
pub struct SendTimeoutStream<S: DiscardUnsent = TcpStream> {
    stream: S,
    timeout: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
    closing: Option<Closing>,
    replaced: CancellationToken,
}

/// State of a connection whose sending side is shut down.
struct Closing {
    deadline: Pin<Box<Sleep>>,
    read: usize,
}

/// A stream that can be closed without sending what is left in its buffers.
pub trait DiscardUnsent {
    /// Makes the next close discard unsent bytes: the system would go on sending them to a client that does not read.
    fn discard_unsent(&self);
}

impl DiscardUnsent for TcpStream {
    fn discard_unsent(&self) {
        let _ = SockRef::from(self).set_linger(Some(Duration::ZERO));
    }
}

impl<S: DiscardUnsent> SendTimeoutStream<S> {
    /// `replaced` is cancelled when another connection takes the place of this one.
    pub fn new(stream: S, timeout: Duration, replaced: CancellationToken) -> Self {
        Self { stream, timeout, deadline: None, closing: None, replaced }
    }

    fn check_deadline<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.deadline = None;
            return written;
        }
        let timeout = self.timeout;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        ready!(deadline.as_mut().poll(context));
        self.stream.discard_unsent();
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read the response")))
    }
}

/// Discards what the client of a replaced connection has not read, whether the server still writes or the rest fits into
/// the buffers of the system.
impl<S: DiscardUnsent> Drop for SendTimeoutStream<S> {
    fn drop(&mut self) {
        let is_writing = self.deadline.is_some() && self.closing.is_none();
        if is_writing || self.replaced.is_cancelled() {
            self.stream.discard_unsent();
        }
    }
}

impl<S: AsyncRead + DiscardUnsent + Unpin> SendTimeoutStream<S> {
    /// Waits until the client closes the connection, at most [`CLOSE_TIMEOUT`].
    fn poll_closed_by_client(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let closing = self.closing.get_or_insert_with(|| Closing {
            deadline: Box::pin(tokio::time::sleep(CLOSE_TIMEOUT)),
            read: 0,
        });
        while closing.read < MAX_BYTES_AFTER_RESPONSE {
            let mut bytes = [0; 4096];
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => closing.read += buffer.filled().len(),
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => break,
            }
        }
        closing.deadline.as_mut().poll(context)
    }
}

impl<S: AsyncRead + DiscardUnsent + Unpin> AsyncRead for SendTimeoutStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + DiscardUnsent + Unpin> AsyncWrite for SendTimeoutStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.check_deadline(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.check_deadline(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.check_deadline(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.closing.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        }
        self.poll_closed_by_client(context).map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

    impl DiscardUnsent for DuplexStream {
        fn discard_unsent(&self) {}
    }

    #[tokio::test]
    async fn client_that_reads_nothing_times_out() {
        let (_client, server) = tokio::io::duplex(1024);
        let mut stream = SendTimeoutStream::new(server, Duration::from_millis(100), CancellationToken::new());
        let error = stream.write_all(&[0; 4096]).await.expect_err("a timeout");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn connection_stays_until_the_client_closes_it_or_time_is_up() {
        let (client, server) = tokio::io::duplex(1024);
        let mut stream = SendTimeoutStream::new(server, Duration::from_secs(20), CancellationToken::new());
        let started = tokio::time::Instant::now();
        stream.shutdown().await.expect("closed");
        assert!(started.elapsed() >= CLOSE_TIMEOUT);
        drop(client);

        let (mut client, server) = tokio::io::duplex(1024);
        let mut stream = SendTimeoutStream::new(server, Duration::from_secs(20), CancellationToken::new());
        let sender = tokio::spawn(async move { client.write_all(&[0; 10_000]).await });
        let started = tokio::time::Instant::now();
        stream.shutdown().await.expect("closed");
        assert!(started.elapsed() < CLOSE_TIMEOUT);
        sender.await.expect("the client").expect("everything was read");
    }

    #[tokio::test]
    async fn slow_reader_receives_the_whole_response() {
        let (mut client, server) = tokio::io::duplex(1024);
        let mut stream = SendTimeoutStream::new(server, Duration::from_secs(20), CancellationToken::new());
        let reader = tokio::spawn(async move {
            let mut received = 0;
            let mut buffer = [0; 512];
            while received < 8192 {
                tokio::time::sleep(Duration::from_millis(20)).await;
                received += client.read(&mut buffer).await.expect("bytes");
            }
            received
        });
        stream.write_all(&[0; 8192]).await.expect("written in time");
        assert_eq!(reader.await.expect("reader"), 8192);
    }
}
