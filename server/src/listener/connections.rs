//! Accepts connections and serves them until shutdown.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use backend::config::{Config, LimitsConfig};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{
    activity::ResponseBody,
    file_limit,
    minimum_throughput::MinimumThroughputBody,
    open_connections::{OpenConnections, Place},
    peer::Peer,
    send_timeout::SendTimeoutStream,
};

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
pub async fn serve(listener: TcpListener, router: Router, config: &Config, shutdown: CancellationToken) {
    let limits = &config.limits;
    let server = connection_builder(limits);
    let idle_timeout = Duration::from_secs(limits.body_idle_seconds);
    let open = OpenConnections::new(config, file_limit::raise_for(limits.connections));
    let graceful = GracefulShutdown::new();
    while let Some((stream, peer)) = next_connection(&listener, &shutdown).await {
        let Some(place) = open.admit(peer.ip()) else {
            metrics::counter!("connections_refused_total").increment(1);
            continue;
        };
        let _ = stream.set_nodelay(true);
        // Also ends a closed connection whose client does not read the rest of the response.
        let _ = SockRef::from(&stream).set_tcp_user_timeout(Some(idle_timeout * 2));
        let service = connection_service(router.clone(), peer, &place, idle_timeout);
        let stream = TokioIo::new(SendTimeoutStream::new(stream, idle_timeout, place.replaced.clone()));
        let connection = graceful.watch(server.serve_connection(stream, service).into_owned());
        tokio::spawn(run(connection, place));
    }
    drop(listener);
    let timeout = Duration::from_secs(limits.shutdown_seconds);
    if tokio::time::timeout(timeout, graceful.shutdown()).await.is_err() {
        tracing::warn!("open requests were cut off at shutdown");
    }
}

/// Runs a connection until it ends or another one takes its place.
async fn run<E: std::fmt::Display>(connection: impl Future<Output = Result<(), E>>, place: Place) {
    metrics::gauge!("connections_open").increment(1);
    tokio::select! {
        ended = connection => {
            if let Err(error) = ended {
                tracing::debug!(%error, "connection closed");
            }
        }
        () = place.replaced() => tracing::debug!("connection closed to make room for another one"),
    }
    metrics::gauge!("connections_open").decrement(1);
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

/// Waits for a connection. Returns `None` at shutdown.
async fn next_connection(
    listener: &TcpListener,
    shutdown: &CancellationToken,
) -> Option<(TcpStream, SocketAddr)> {
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => return None,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok(connection) => return Some(connection),
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
    place: &Place,
    idle_timeout: Duration,
) -> impl hyper::service::Service<
    http::Request<Incoming>,
    Response = http::Response<ResponseBody>,
    Error = Infallible,
    Future: Send + 'static,
> + Clone
+ use<> {
    let (activity, handle) = (place.activity.clone(), place.handle());
    hyper::service::service_fn(move |request: http::Request<Incoming>| {
        let (router, activity) = (router.clone(), activity.clone());
        let received = activity.clone();
        let mut request = request
            .map(|body| Body::new(MinimumThroughputBody::new(body, idle_timeout).reporting_to(received)));
        request.extensions_mut().insert(Peer(peer));
        request.extensions_mut().insert(handle.clone());
        async move {
            let response = router.oneshot(request).await?;
            Ok::<_, Infallible>(response.map(|body| ResponseBody::new(body, activity)))
        }
    })
}
