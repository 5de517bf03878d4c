use std::time::Duration;

use futures::future::join_all;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{DeadReason, Failure, Leased, Limit, Queue, delay, store};
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
        Err(failure) => record_failure(queue, leased, failure, now).await,
    };
    if let Err(error) = recorded {
        // The row is attempted again when its lease ends.
        tracing::warn!(queue = Q::TABLE, %id, %error, "failed to record the outcome of a delivery");
    }
}

async fn record_failure<Q: Queue>(
    queue: &Q,
    leased: &Leased<Q::Row>,
    failure: Failure,
    now: Moment,
) -> Result<(), Error> {
    let (id, kind, attempts) = (leased.id, queue.kind(&leased.row), leased.attempts);
    let (error, reason) = verdict(queue, leased, failure, now);
    let error = format!("{error:#}");
    match reason {
        Some(reason) => {
            let reason = reason.code();
            tracing::error!(queue = Q::TABLE, %id, kind, attempts, error, reason, "made a dead letter");
        }
        None => tracing::warn!(queue = Q::TABLE, %id, kind, attempts, error, "failed to deliver"),
    }
    // Due at its expiry at the latest, to be erased in time.
    let retry_at = now + delay(attempts);
    let due_at = queue.expires_at(&leased.row).map_or(retry_at, |at| retry_at.min(at));
    store::record_failure(queue, id, &error, due_at, reason.map(|reason| (now, reason))).await
}

/// Returns the error, and the reason why the row gets no further attempt, if it gets none.
fn verdict<Q: Queue>(
    queue: &Q,
    leased: &Leased<Q::Row>,
    failure: Failure,
    now: Moment,
) -> (anyhow::Error, Option<DeadReason>) {
    let error = match failure {
        Failure::Temporary(error) => error,
        Failure::Permanent(error) => return (error, Some(DeadReason::Refused)),
    };
    let is_reached = match queue.limit(&leased.row) {
        Limit::Attempts(most) => leased.attempts >= most,
        Limit::Deadline(at) => now >= at,
    };
    (error, is_reached.then_some(DeadReason::Exhausted))
}
