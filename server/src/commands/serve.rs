//! `serve`: the web server and the workers, until the program is told to stop.

use anyhow::Context;
use backend::Portal;
use backend::config::Config;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::{assets, listener, metrics, routes};

/// How often counted figures are folded together, so that they do not grow between two readings.
const UPKEEP: std::time::Duration = std::time::Duration::from_secs(5);

pub async fn serve(config: Config) -> anyhow::Result<()> {
    let site = assets::read(&config.site)?;
    let recorded = metrics::start()?;
    let portal = super::open_migrated(config).await?;
    let config = portal.config.clone();
    let router = routes::portal(&portal, &site, &recorded)?.into_router();
    let socket = listener::bind(config.listen).with_context(|| format!("listen = {}", config.listen))?;
    let shutdown = CancellationToken::new();
    let mut signals = Signals::new()?;
    let side = side_tasks(&portal, &recorded, &shutdown)?;
    let workers = portal.spawn_workers(shutdown.clone());
    tracing::info!(address = %socket.local_addr()?, base_url = %config.base_url, "listening");
    let stopping = shutdown.clone();
    tokio::spawn(async move {
        let name = signals.next().await;
        tracing::info!(signal = name, "stopping");
        stopping.cancel();
    });
    listener::serve(socket, router, &config.limits, shutdown).await;
    workers.wait().await;
    side.wait().await;
    portal.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// The upkeep of figures, and their own listener when there is one.
fn side_tasks(
    portal: &Portal,
    recorded: &PrometheusHandle,
    shutdown: &CancellationToken,
) -> anyhow::Result<TaskTracker> {
    let tasks = TaskTracker::new();
    if let Some(address) = portal.config.metrics_listen {
        let socket = listener::bind(address).with_context(|| format!("metrics_listen = {address}"))?;
        tracing::info!(address = %socket.local_addr()?, "listening for metrics");
        let (router, config, stop) =
            (routes::figures(portal, recorded), portal.config.clone(), shutdown.clone());
        tasks.spawn(async move { listener::serve(socket, router, &config.limits, stop).await });
    }
    let (recorded, stop) = (recorded.clone(), shutdown.clone());
    tasks.spawn(async move {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => recorded.run_upkeep(),
            }
        }
    });
    tasks.close();
    Ok(tasks)
}

/// What tells the program to stop.
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
