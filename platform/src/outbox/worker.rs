use std::time::Duration;

use futures::future::join_all;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Failure, Leased, Limit, Queue, delay, store};
use crate::{Error, db::Moment};

/// Interval at which a queue is polled, for rows that another process wrote and for retries.
pub const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// Delivers due rows until `shutdown`.
pub async fn run<Q: Queue>(queue: Q, shutdown: CancellationToken) {
    let mut wake_ups = queue.platform().wake_ups();
    while !shutdown.is_cancelled() {
        let delivered = if Q::DROPPED_AT_SHUTDOWN {
            tokio::select! {
                () = shutdown.cancelled() => return,
                delivered = deliver_due(&queue) => delivered,
            }
        } else {
            deliver_due(&queue).await
        };
        match delivered {
            Ok(0) => {}
            // There may be more than one batch.
            Ok(_) => continue,
            Err(error) => tracing::warn!(queue = Q::TABLE, %error, "failed to read the queue"),
        }
        wait_for_work(&mut wake_ups, &shutdown).await;
    }
}

/// Waits for a call of [`Platform::wake_workers`](crate::Platform::wake_workers), for `shutdown`, or for
/// [`POLL_INTERVAL`].
pub async fn wait_for_work(wake_ups: &mut watch::Receiver<()>, shutdown: &CancellationToken) {
    tokio::select! {
        () = shutdown.cancelled() => {}
        _ = wake_ups.changed() => {}
        () = tokio::time::sleep(POLL_INTERVAL) => {}
    }
}

/// Leases and attempts one batch of due rows. Returns the number of rows, 0 if none was due.
///
/// # Errors
/// Failures of the database only: a failed attempt is recorded and retried later.
pub async fn deliver_due<Q: Queue>(queue: &Q) -> Result<usize, Error> {
    let now = queue.platform().clock.now();
    if !store::any_due(queue, now).await? {
        return Ok(0);
    }
    let (leased, expired) = store::lease(queue, now).await?;
    join_all(leased.iter().map(|leased| deliver(queue, leased))).await;
    Ok(leased.len() + expired)
}

async fn deliver<Q: Queue>(queue: &Q, leased: &Leased<Q::Row>) {
    let outcome = queue.attempt(leased).await;
    let (id, kind, attempts) = (leased.id, queue.kind(&leased.row), leased.attempts);
    let now = queue.platform().clock.now();
    let recorded = match outcome {
        Ok(()) => {
            tracing::info!(queue = Q::TABLE, %id, kind, attempts, "delivered");
            store::record_success(queue, id, now).await
        }
        Err(failure) => {
            let (error, dead, due_at) = verdict(queue, leased, failure, now);
            let error = format!("{error:#}");
            tracing::warn!(queue = Q::TABLE, %id, kind, attempts, dead, error, "failed to deliver");
            store::record_failure(queue, id, &error, due_at, dead.then_some(now)).await
        }
    };
    if let Err(error) = recorded {
        // The row is attempted again when its lease ends.
        tracing::warn!(queue = Q::TABLE, %id, %error, "failed to record the outcome of a delivery");
    }
}

/// Returns the error, whether the row becomes a dead letter, and otherwise the time of the next attempt.
fn verdict<Q: Queue>(
    queue: &Q,
    leased: &Leased<Q::Row>,
    failure: Failure,
    now: Moment,
) -> (anyhow::Error, bool, Moment) {
    let retry_at = now + delay(leased.attempts);
    let error = match failure {
        Failure::Temporary(error) => error,
        Failure::Permanent(error) => return (error, true, retry_at),
    };
    match queue.limit(&leased.row) {
        Limit::Attempts(most) => (error, leased.attempts >= most, retry_at),
        Limit::Deadline(at) => (error, now >= at, retry_at),
        // Due at its expiry at the latest, to be erased in time.
        Limit::Expiry(at) => (error, false, retry_at.min(at)),
    }
}
