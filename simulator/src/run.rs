use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::co_owner::CoOwner;
use crate::options::Options;
use crate::state::Simulator;
use crate::{administration, data, home, mailbox, page, push, site, text_messages};

const BODY_LIMIT: usize = 4 * 1024 * 1024;
/// How long open connections may take to end.
const GRACE: Duration = Duration::from_secs(3);

/// A simulator that answers; it stops when told to, or when dropped with its runtime.
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
    /// Pushes the simulator's time forward, for tests of what expires.
    pub fn advance(&self, by: Duration) {
        self.simulator.clock.advance(by);
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(GRACE, self.tasks.wait()).await.is_err() {
            tracing::warn!("some connections were still open");
        }
    }
}

/// # Errors
/// When the data file is wrong or a port is taken.
pub async fn start(options: Options) -> anyhow::Result<Running> {
    let clock = Clock::default();
    let world = data::load(&options, clock.today())?;
    let http = listen(options.port).await?;
    let smtp = listen(options.smtp_port).await?;
    let http_address = format!("http://{}", http.local_addr()?);
    let smtp_address = smtp.local_addr()?.to_string();
    let (events, pushed) = unbounded_channel();
    let simulator = Arc::new(Simulator::new(options, http_address.clone(), world, clock, events));

    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    tasks.spawn(mailbox::serve_smtp(smtp, simulator.clone(), stop.clone()));
    tasks.spawn(push::deliver(simulator.clone(), pushed, stop.clone()));
    let router = router(simulator.clone());
    let stopped = stop.clone();
    tasks.spawn(async move {
        let served = axum::serve(http, router).with_graceful_shutdown(stopped.cancelled_owned()).await;
        if let Err(error) = served {
            tracing::error!(%error, "the HTTP server ended");
        }
    });
    Ok(Running { http: http_address, smtp: smtp_address, simulator, stop, tasks })
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

fn router(simulator: Arc<Simulator>) -> Router {
    let mut router = Router::new()
        .merge(home::router())
        .merge(administration::router())
        .merge(mailbox::router())
        .merge(text_messages::router())
        .with_state(simulator.clone());
    for co_owner in CoOwner::ALL {
        router = router.nest(&format!("/{}", co_owner.code()), site::router(simulator.clone(), co_owner));
    }
    router = router.nest("/proconnect", site::identity_router(simulator.clone()));
    router
        .fallback(async || page::not_found())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(page::same_site))
        .layer(from_fn_with_state(simulator, page::headers))
}
