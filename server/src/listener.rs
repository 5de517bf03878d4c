//! Accepts connections and keeps slow or too many clients from wearing the portal out.
//!
//! `axum::serve` has none of this: no time limit on headers, bodies or answers, no limit on connections.

mod paced_body;
mod paced_stream;

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
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use paced_body::PacedBody;
pub use paced_body::TooSlow;
use paced_stream::PacedStream;

/// Whom a connection comes from, in the extensions of each of its requests.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Pause after the system refused a connection (no file descriptor left), lest the loop spins.
const REFUSED_PAUSE: Duration = Duration::from_millis(100);

/// Kept small, so that a client on a slow line visibly takes something every few seconds.
const SEND_BUFFER_BYTES: u32 = 128 * 1024;

const BACKLOG: u32 = 1024;

/// Listens on `address`; port 0 takes a free one.
///
/// # Errors
/// When the address is taken or not this machine's.
pub fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Answers requests until `shutdown`, then gives those under way the configured time to finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &LimitsConfig,
    shutdown: CancellationToken,
) {
    let server = connection_builder(limits);
    let silence = Duration::from_secs(limits.body_idle_seconds);
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    while let Some((stream, peer, place)) = next_connection(&listener, &places, &shutdown).await {
        let _ = stream.set_nodelay(true);
        let service = connection_service(router.clone(), peer, silence);
        let stream = TokioIo::new(PacedStream::new(stream, silence));
        let connection = server.serve_connection(stream, service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            metrics::gauge!("connections_open").increment(1);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection closed");
            }
            metrics::gauge!("connections_open").decrement(1);
            drop(place);
        });
    }
    drop(listener);
    let drain = Duration::from_secs(limits.shutdown_seconds);
    if tokio::time::timeout(drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests still under way were cut off");
    }
}

/// HTTP/1 only: the browser speaks HTTP/2 with the proxy in front, and the detection of HTTP/2 would leave a silent
/// connection without a time limit. The limit on headers is also the one on idle connections.
fn connection_builder(limits: &LimitsConfig) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds))
        .max_headers(64)
        // Each of many uploads at once holds a few such pieces.
        .max_buf_size(32 * 1024);
    builder
}

async fn next_connection(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    shutdown: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    loop {
        let accepted = async {
            let place = Arc::clone(places).acquire_owned().await.ok()?;
            Some((listener.accept().await, place))
        };
        let (accepted, place) = tokio::select! {
            () = shutdown.cancelled() => return None,
            accepted = accepted => accepted?,
        };
        match accepted {
            Ok((stream, peer)) => return Some((stream, peer, place)),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(REFUSED_PAUSE).await;
            }
        }
    }
}

fn connection_service(
    router: Router,
    peer: SocketAddr,
    silence: Duration,
) -> impl hyper::service::Service<
    http::Request<Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future: Send + 'static,
> + Clone {
    hyper::service::service_fn(move |request: http::Request<Incoming>| {
        let mut request = request.map(|body| Body::new(PacedBody::new(body, silence)));
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request)
    })
}
