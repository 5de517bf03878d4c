//! `serve`: runs the web server and the workers until a signal stops the program.

use anyhow::Context;
use backend::{Portal, config::Config};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::db::ServeLock;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::portal;
use crate::{assets, listener, metrics, routes};

/// Interval of the metrics upkeep, which aggregates recorded samples so that memory does not grow between two scrapes.
const UPKEEP_INTERVAL: std::time::Duration = std::time::Duration::from_secs(5);

pub async fn serve(config: Config) -> anyhow::Result<()> {
    config.check_keys()?;
    let site = assets::read(&config.site)?;
    let recorder = metrics::install()?;
    // Before the migration, which a running server of another version would not survive.
    let lock = ServeLock::acquire(&config.database)?;
    let portal = portal::open_migrated(config).await?;
    let config = portal.config.clone();
    let router = routes::portal(&portal, &site, &recorder)?.into_router();
    let socket = listener::bind(config.listen).with_context(|| format!("listen = {}", config.listen))?;
    let shutdown = CancellationToken::new();
    let mut signals = Signals::new()?;
    let metrics_tasks = metrics_tasks(&portal, &recorder, &shutdown)?;
    let workers = portal.spawn_workers(shutdown.clone());
    tracing::info!(address = %socket.local_addr()?, base_url = %config.base_url, "listening");
    let stop = shutdown.clone();
    tokio::spawn(async move {
        let name = signals.next().await;
        tracing::info!(signal = name, "stopping");
        stop.cancel();
    });
    listener::serve(socket, router, &config, shutdown).await;
    workers.wait().await;
    metrics_tasks.wait().await;
    portal.close().await;
    drop(lock);
    tracing::info!("stopped");
    Ok(())
}

/// Starts the upkeep of the metrics, and their listener if one is configured.
fn metrics_tasks(
    portal: &Portal,
    recorder: &PrometheusHandle,
    shutdown: &CancellationToken,
) -> anyhow::Result<TaskTracker> {
    let tasks = TaskTracker::new();
    if let Some(address) = portal.config.metrics_listen {
        let socket = listener::bind(address).with_context(|| format!("metrics_listen = {address}"))?;
        tracing::info!(address = %socket.local_addr()?, "listening for metrics");
        let (router, config, stop) =
            (routes::metrics(portal, recorder), portal.config.clone(), shutdown.clone());
        tasks.spawn(async move { listener::serve(socket, router, &config, stop).await });
    }
    let (recorder, stop) = (recorder.clone(), shutdown.clone());
    tasks.spawn(async move {
        let mut ticks = tokio::time::interval(UPKEEP_INTERVAL);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => recorder.run_upkeep(),
            }
        }
    });
    tasks.close();
    Ok(tasks)
}

/// Signals that stop the program.
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
