use std::time::Duration;

use futures::future::BoxFuture;

use crate::{Error, backoff};

/// Delay after a first failure.
const FIRST_RETRY: Duration = Duration::from_secs(60);

/// Work of a job. Returns the number of items processed, for the log.
pub type JobRun<S> = for<'a> fn(&'a S) -> BoxFuture<'a, Result<u64, Error>>;

/// Work to repeat. `S`: state passed to every run.
pub struct Job<S> {
    /// Stable and unique: key of the table, label of the metrics.
    pub name: &'static str,
    /// Time between the beginnings of two successful runs.
    pub period: Duration,
    pub run: JobRun<S>,
}

impl<S> Job<S> {
    /// Delay after a failed run: 1 min, 2 min, 4 min … up to the period. `attempts`: runs since the last success.
    pub(super) fn retry_delay(&self, attempts: i32) -> Duration {
        backoff::exponential(FIRST_RETRY, self.period, attempts)
    }
}
