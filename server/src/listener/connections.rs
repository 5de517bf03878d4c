//! Accepts connections and serves them until shutdown.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use backend::config::LimitsConfig;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{minimum_throughput::MinimumThroughputBody, peer::Peer, send_timeout::SendTimeoutStream};

/// Pause after a failed `accept` (no file descriptor left), so that the loop does not spin.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);

/// Size of the send buffer. Small, so that a client on a slow line visibly receives something every few seconds.
const SEND_BUFFER_BYTES: u32 = 128 * 1024;

/// Size of the read buffer. Small, because each of many concurrent uploads holds a few of them.
const READ_BUFFER_BYTES: usize = 32 * 1024;

const MAX_HEADERS: usize = 64;

const BACKLOG: u32 = 1024;

/// Listens on `address`; port 0 selects a free port.
///
/// # Errors
/// If the address is in use or not an address of this machine.
pub fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves requests until `shutdown`, then gives open requests `limits.shutdown_seconds` to finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &LimitsConfig,
    shutdown: CancellationToken,
) {
    let server = connection_builder(limits);
    let idle_timeout = Duration::from_secs(limits.body_idle_seconds);
    let permits = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    while let Some((stream, peer, permit)) = next_connection(&listener, &permits, &shutdown).await {
        let _ = stream.set_nodelay(true);
        let service = connection_service(router.clone(), peer, idle_timeout);
        let stream = TokioIo::new(SendTimeoutStream::new(stream, idle_timeout));
        let connection = server.serve_connection(stream, service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            metrics::gauge!("connections_open").increment(1);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection closed");
            }
            metrics::gauge!("connections_open").decrement(1);
            drop(permit);
        });
    }
    drop(listener);
    let timeout = Duration::from_secs(limits.shutdown_seconds);
    if tokio::time::timeout(timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!("open requests were cut off at shutdown");
    }
}

/// Builds HTTP/1 connections only: browsers speak HTTP/2 to the proxy in front, and the detection of HTTP/2 would leave
/// a silent connection without a time limit. The time limit on headers also applies to idle connections.
fn connection_builder(limits: &LimitsConfig) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds))
        .max_headers(MAX_HEADERS)
        .max_buf_size(READ_BUFFER_BYTES);
    builder
}

/// Waits for a permit, then for a connection. Returns `None` at shutdown.
async fn next_connection(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
    shutdown: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    loop {
        let accepted = async {
            let permit = Arc::clone(permits).acquire_owned().await.ok()?;
            Some((listener.accept().await, permit))
        };
        let (accepted, permit) = tokio::select! {
            () = shutdown.cancelled() => return None,
            accepted = accepted => accepted?,
        };
        match accepted {
            Ok((stream, peer)) => return Some((stream, peer, permit)),
            Err(error) => {
                tracing::warn!(%error, "failed to accept a connection");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
}

fn connection_service(
    router: Router,
    peer: SocketAddr,
    idle_timeout: Duration,
) -> impl hyper::service::Service<
    http::Request<Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future: Send + 'static,
> + Clone {
    hyper::service::service_fn(move |request: http::Request<Incoming>| {
        let mut request = request.map(|body| Body::new(MinimumThroughputBody::new(body, idle_timeout)));
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request)
    })
}
