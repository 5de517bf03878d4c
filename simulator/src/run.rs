//! Starts and stops the simulator's servers.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::options::Options;
use crate::state::Simulator;
use crate::{data, mailbox, push, routes};

/// Time allowed for open connections to close.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(3);

/// A running simulator. Stops with [`Running::stop`], or when its runtime is dropped.
pub struct Running {
    /// Base address, such as `http://127.0.0.1:4000`.
    pub http: String,
    /// Address of the mail server, such as `127.0.0.1:4025`.
    pub smtp: String,
    simulator: Arc<Simulator>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Running {
    /// Advances the simulator's clock, for tests of expiry.
    pub fn advance(&self, by: Duration) {
        self.simulator.clock.advance(by);
    }

    /// Stops accepting connections and waits for the open ones, 3 s at most.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopped with open connections");
        }
    }
}

/// Starts the HTTP and mail servers and the delivery of events.
///
/// # Errors
/// If the data file is invalid or a port is in use.
pub async fn start(options: Options) -> anyhow::Result<Running> {
    let clock = Clock::default();
    let world = data::load(&options, clock.today())?;
    let http = listen(options.port).await?;
    let smtp = listen(options.smtp_port).await?;
    let http_address = format!("http://{}", http.local_addr()?);
    let smtp_address = smtp.local_addr()?.to_string();
    let (events, pending) = unbounded_channel();
    let simulator = Arc::new(Simulator::new(options, http_address.clone(), world, clock, events)?);

    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    tasks.spawn(mailbox::serve_smtp(smtp, simulator.clone(), stop.clone()));
    tasks.spawn(push::deliver(simulator.clone(), pending, stop.clone()));
    let router = routes::router(simulator.clone());
    let stopped = stop.clone();
    tasks.spawn(async move {
        let result = axum::serve(http, router).with_graceful_shutdown(stopped.cancelled_owned()).await;
        if let Err(error) = result {
            tracing::error!(%error, "HTTP server failed");
        }
    });
    Ok(Running { http: http_address, smtp: smtp_address, simulator, stop, tasks })
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}
