//! Hears, on PostgreSQL, what the other processes committed.

use std::time::Duration;

use sqlx::{
    PgPool,
    postgres::{PgListener, PgPoolOptions},
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Bus, signal};
use crate::{Portal, db::Db};

/// `application_name` of the connection that listens.
pub const LISTENER_NAME: &str = "prodouane-live";

/// Every process says something this often, to all of them: silence then means that the connection is dead.
const PULSE: Duration = Duration::from_secs(20);
const SILENCE: Duration = Duration::from_secs(50);

/// Pauses before listening again.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

const CONNECT: Duration = Duration::from_secs(10);

/// Brings signals to this process' watchers until `shutdown`, then sends the watchers away.
pub async fn follow(portal: Portal, shutdown: CancellationToken) {
    if let Db::Postgres(pool) = &portal.db {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = keep_listening(pool, &portal.live) => {}
            () = pulse(pool) => {}
        }
    }
    shutdown.cancelled().await;
    portal.live.end();
}

async fn keep_listening(pool: &PgPool, bus: &Bus) {
    let mut pause = FIRST_PAUSE;
    loop {
        match connect(pool).await {
            Ok(listener) => {
                pause = FIRST_PAUSE;
                // Whatever was told while nobody listened.
                bus.look_again();
                let lost = listen(listener, bus).await;
                tracing::warn!(reason = lost, "live signals are not heard any more");
            }
            Err(error) => tracing::warn!(%error, "live signals cannot be listened to"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// A connection of its own: a request never waits for it, nor it for a request.
async fn connect(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let options = (*pool.connect_options()).clone().application_name(LISTENER_NAME);
    let own = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await?;
    let mut listener = PgListener::connect_with(&own).await?;
    listener.eager_reconnect(false);
    listener.listen(signal::CHANNEL).await?;
    Ok(listener)
}

/// Listens until the connection is lost; says how.
async fn listen(mut listener: PgListener, bus: &Bus) -> &'static str {
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(heard))) => bus.deliver(&signal::read(heard.payload())),
            Ok(Ok(None)) => return "the connection was closed",
            Ok(Err(_)) => return "the connection failed",
            Err(_) => return "the connection is silent",
        }
    }
}

async fn pulse(pool: &PgPool) {
    loop {
        tokio::time::sleep(PULSE).await;
        if let Err(error) = sqlx::query("SELECT pg_notify($1, '')").bind(signal::CHANNEL).execute(pool).await
        {
            tracing::debug!(%error, "no pulse");
        }
    }
}
