//! Receives signals from the other processes, on PostgreSQL.

use std::time::Duration;

use sqlx::{
    PgPool,
    postgres::{PgListener, PgPoolOptions},
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Bus, signal};

use crate::{Platform, db::Db};

/// `application_name` of the listening connection.
pub const LISTENER_NAME: &str = "prodouane-live";

/// Interval at which every process notifies all processes, so that a silent connection is known to be dead.
const KEEPALIVE: Duration = Duration::from_secs(20);
/// Silence after which the connection is considered dead.
const SILENCE: Duration = Duration::from_secs(50);

/// Delay before reconnecting, doubled at each failure up to [`MAX_DELAY`].
const FIRST_DELAY: Duration = Duration::from_millis(200);
const MAX_DELAY: Duration = Duration::from_secs(10);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Delivers signals to the subscribers of this process until `shutdown`, then closes the bus.
pub async fn follow(platform: Platform, shutdown: CancellationToken) {
    if let Db::Postgres(pool) = &platform.db {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = keep_listening(pool, &platform.live) => {}
            () = keep_alive(pool) => {}
        }
    }
    shutdown.cancelled().await;
    platform.live.close();
}

async fn keep_listening(pool: &PgPool, bus: &Bus) {
    let mut delay = FIRST_DELAY;
    loop {
        match connect(pool).await {
            Ok(listener) => {
                delay = FIRST_DELAY;
                // Signals sent while disconnected are lost.
                bus.request_resync();
                let reason = listen(listener, bus).await;
                tracing::warn!(reason, "lost the connection that receives live signals");
            }
            Err(error) => tracing::warn!(%error, "failed to listen to live signals"),
        }
        tokio::time::sleep(delay).await;
        delay = (delay * 2).min(MAX_DELAY);
    }
}

/// Opens a dedicated connection, so that listening and requests never wait for each other.
async fn connect(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let options = (*pool.connect_options()).clone().application_name(LISTENER_NAME);
    let dedicated = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECT_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await?;
    let mut listener = PgListener::connect_with(&dedicated).await?;
    listener.eager_reconnect(false);
    listener.listen(signal::CHANNEL).await?;
    Ok(listener)
}

/// Listens until the connection is lost and returns the reason.
async fn listen(mut listener: PgListener, bus: &Bus) -> &'static str {
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(notification))) => bus.deliver(&signal::decode(notification.payload())),
            Ok(Ok(None)) => return "connection closed",
            Ok(Err(_)) => return "connection failed",
            Err(_) => return "connection silent",
        }
    }
}

async fn keep_alive(pool: &PgPool) {
    loop {
        tokio::time::sleep(KEEPALIVE).await;
        if let Err(error) = sqlx::query("SELECT pg_notify($1, '')").bind(signal::CHANNEL).execute(pool).await
        {
            tracing::debug!(%error, "failed to send the keepalive of live signals");
        }
    }
}
