use std::{
    cmp::Reverse,
    convert::Infallible,
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use anyhow::anyhow;
use futures::FutureExt;
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    Job,
    store::{self, Finished},
};
use crate::{Error, Platform, db::Moment};

/// Jobs that one process runs at a time.
pub const CONCURRENT_JOBS: usize = 4;

/// Shortest lease of a job. Renewed while the job runs: a job whose process died is due again afterwards.
pub const LEASE: Duration = Duration::from_secs(60);

const RENEWAL_INTERVAL: Duration = Duration::from_secs(20);

/// Timeout of a run, after which the job has failed: a job that hangs must not occupy its place forever.
const LONGEST_RUN: Duration = Duration::from_secs(6 * 3600);

/// Interval at which the table is polled.
const POLL_INTERVAL: Duration = Duration::from_secs(10);

/// Runs a list of jobs. Cheap to clone if the state is.
#[derive(Clone)]
pub struct Scheduler<S: 'static> {
    platform: Platform,
    state: S,
    jobs: &'static [Job<S>],
}

impl<S: Clone + Send + Sync + 'static> Scheduler<S> {
    pub fn new(platform: &Platform, state: S, jobs: &'static [Job<S>]) -> Self {
        Scheduler { platform: platform.clone(), state, jobs }
    }

    /// Runs due jobs until `shutdown`, then waits for those that are running.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut running = JoinSet::new();
        while !shutdown.is_cancelled() {
            self.start_due(&mut running).await;
            tokio::select! {
                () = shutdown.cancelled() => {}
                Some(_) = running.join_next() => {}
                () = sleep(POLL_INTERVAL) => {}
            }
        }
        running.join_all().await;
    }

    /// Runs the jobs that are due and that no other instance has leased, and waits for them.
    pub async fn run_due(&self) {
        let mut running = JoinSet::new();
        loop {
            self.start_due(&mut running).await;
            if running.join_next().await.is_none() {
                return;
            }
        }
    }

    /// Starts due jobs, the longest overdue first, as long as there is room.
    async fn start_due(&self, running: &mut JoinSet<()>) {
        let now = self.platform.clock.now();
        let due = match self.due(now).await {
            Ok(due) => due,
            Err(error) => return tracing::warn!(%error, "failed to read the periodic jobs"),
        };
        for (job, attempts) in due {
            if running.len() >= CONCURRENT_JOBS {
                return;
            }
            let run = Run { scheduler: self.clone(), job, attempts: attempts + 1 };
            match store::lease(&self.platform, job.name, now, now + run.lease_duration()).await {
                Ok(Some(lease)) => {
                    running.spawn(run.execute(lease));
                }
                Ok(None) => {}
                Err(error) => {
                    return tracing::warn!(job = job.name, %error, "failed to lease a periodic job");
                }
            }
        }
    }

    /// Due jobs with their runs since the last success. A job that never ran is due.
    async fn due(&self, now: Moment) -> Result<Vec<(&'static Job<S>, i32)>, Error> {
        let known = store::known_jobs(&self.platform).await?;
        let mut due: Vec<_> = self
            .jobs
            .iter()
            .map(|job| (job, known.iter().find(|known| known.name == job.name)))
            .filter(|(_, known)| known.is_none_or(|known| known.due_at <= now))
            .collect();
        due.sort_by_key(|(_, known)| Reverse(known.map(|known| now.since(known.due_at))));
        Ok(due.into_iter().map(|(job, known)| (job, known.map_or(0, |known| known.attempts))).collect())
    }
}

/// One run of a job.
struct Run<S: 'static> {
    scheduler: Scheduler<S>,
    job: &'static Job<S>,
    attempts: i32,
}

impl<S: Clone + Send + Sync + 'static> Run<S> {
    /// Returns the duration of the lease, which grows with the attempts, so that a job that kills its process is not
    /// restarted at once.
    fn lease_duration(&self) -> Duration {
        LEASE.max(self.job.retry_delay(self.attempts - 1))
    }

    async fn execute(self, lease: Uuid) {
        let platform = &self.scheduler.platform;
        let (begun_at, begun) = (platform.clock.now(), Instant::now());
        let outcome = tokio::select! {
            outcome = self.work() => outcome,
            never = self.renew_lease(lease) => match never {},
        };
        let error = match &outcome {
            Ok(0) => None,
            Ok(count) => {
                tracing::info!(job = self.job.name, count, "periodic job done");
                None
            }
            Err(error) => Some(format!("{error:#}")),
        };
        if let Some(error) = &error {
            tracing::error!(job = self.job.name, attempts = self.attempts, error, "periodic job failed");
        }
        let at = platform.clock.now();
        let due_at = match error {
            None => begun_at + self.job.period,
            Some(_) => at + self.job.retry_delay(self.attempts),
        };
        let duration = begun.elapsed();
        let run = Finished { name: self.job.name, lease, at, duration, due_at, error: error.as_deref() };
        if let Err(error) = store::record(platform, &run).await {
            // The job is due again when its lease ends.
            tracing::warn!(job = self.job.name, %error, "failed to record the run of a periodic job");
        }
    }

    async fn work(&self) -> anyhow::Result<u64> {
        let run = AssertUnwindSafe((self.job.run)(&self.scheduler.state)).catch_unwind();
        match timeout(LONGEST_RUN, run).await {
            Ok(Ok(outcome)) => outcome.map_err(Error::into_anyhow),
            Ok(Err(_)) => Err(anyhow!("panicked")),
            Err(_) => Err(anyhow!("stopped after {} h", LONGEST_RUN.as_secs() / 3600)),
        }
    }

    /// Renews the lease until it is cancelled.
    async fn renew_lease(&self, lease: Uuid) -> Infallible {
        let platform = &self.scheduler.platform;
        loop {
            sleep(RENEWAL_INTERVAL).await;
            let until = platform.clock.now() + self.lease_duration();
            if let Err(error) = store::renew(platform, self.job.name, lease, until).await {
                tracing::warn!(job = self.job.name, %error, "failed to renew the lease of a periodic job");
            }
        }
    }
}
