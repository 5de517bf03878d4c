//! Periodic jobs: retries, leases, concurrency, status.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use platform::{
    Error, execute, execute_tx,
    scheduler::{self, Job, LEASE, Scheduler},
};
use tokio::sync::Semaphore;

use crate::database::{TestEnv, on_each_database, on_each_database_with};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// State of the jobs of these tests: counters and gates.
#[derive(Clone)]
struct State {
    runs: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
    /// One permit per begun run of the slow job.
    begun: Arc<Semaphore>,
    /// Holds the slow job until it has a permit.
    gate: Arc<Semaphore>,
}

impl State {
    fn new() -> Self {
        State {
            runs: Arc::default(),
            fails: Arc::default(),
            begun: Arc::new(Semaphore::new(0)),
            gate: Arc::new(Semaphore::new(0)),
        }
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

fn counted(state: &State) -> BoxFuture<'_, Result<u64, Error>> {
    Box::pin(async {
        state.runs.fetch_add(1, Ordering::SeqCst);
        if state.fails.load(Ordering::SeqCst) { Err(Error::NotFound) } else { Ok(1) }
    })
}

fn slow(state: &State) -> BoxFuture<'_, Result<u64, Error>> {
    Box::pin(async {
        state.begun.add_permits(1);
        state.gate.acquire().await.expect("open").forget();
        Ok(0)
    })
}

fn panicking(_: &State) -> BoxFuture<'_, Result<u64, Error>> {
    Box::pin(async { panic!("a bug") })
}

const DAILY: &[Job<State>] = &[Job { name: "daily", period: DAY, run: counted }];
const SLOW_AND_QUICK: &[Job<State>] = &[
    Job { name: "slow", period: DAY, run: slow },
    Job { name: "quick", period: Duration::from_secs(30), run: counted },
];
const SLOW: &[Job<State>] = &[Job { name: "slow", period: DAY, run: slow }];
const PANICKING: &[Job<State>] = &[
    Job { name: "panicking", period: DAY, run: panicking },
    Job { name: "daily", period: DAY, run: counted },
];

fn new(env: &TestEnv, jobs: &'static [Job<State>]) -> (Scheduler<State>, State) {
    let state = State::new();
    (Scheduler::new(&env.portal, state.clone(), jobs), state)
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_job_is_retried_after_growing_delays_not_after_its_period() {
    on_each_database(async |env| {
        let (scheduler, state) = new(&env, DAILY);
        state.fails.store(true, Ordering::SeqCst);
        let run_after = async |wait: Duration| {
            env.advance(wait);
            scheduler.run_due().await;
            state.runs()
        };
        assert_eq!(run_after(Duration::ZERO).await, 1);
        assert_eq!(run_after(MINUTE - Duration::from_secs(1)).await, 1, "too early");
        assert_eq!(run_after(Duration::from_secs(1)).await, 2, "after 1 minute");
        assert_eq!(run_after(MINUTE).await, 2, "too early");
        assert_eq!(run_after(MINUTE).await, 3, "after 2 minutes");
        state.fails.store(false, Ordering::SeqCst);
        assert_eq!(run_after(4 * MINUTE).await, 4, "after 4 minutes");
        assert_eq!(run_after(DAY - Duration::from_secs(1)).await, 4, "after a success, the period");
        assert_eq!(run_after(Duration::from_secs(1)).await, 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn retries_of_a_failing_job_are_never_rarer_than_its_period() {
    on_each_database(async |env| {
        let (scheduler, state) = new(&env, DAILY);
        state.fails.store(true, Ordering::SeqCst);
        for _ in 0..30 {
            scheduler.run_due().await;
            env.advance(DAY);
        }
        assert_eq!(state.runs(), 30);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn status_reports_last_success_and_failures() {
    on_each_database(async |env| {
        let (scheduler, state) = new(&env, DAILY);
        let succeeded_at = env.clock.now();
        scheduler.run_due().await;
        env.advance(DAY);
        state.fails.store(true, Ordering::SeqCst);
        scheduler.run_due().await;
        let statuses = scheduler::statuses(&env.portal).await.expect("read");
        let [daily] = statuses.as_slice() else { panic!("{statuses:?}") };
        assert_eq!(
            (daily.name.as_str(), daily.succeeded_at, daily.failures),
            ("daily", Some(succeeded_at), 1)
        );
        assert!(daily.duration_micros.is_some());
        assert_eq!(daily.last_error.as_deref(), Some("not found"));
        state.fails.store(false, Ordering::SeqCst);
        env.advance(DAY);
        scheduler.run_due().await;
        let statuses = scheduler::statuses(&env.portal).await.expect("read");
        assert_eq!((statuses[0].failures, statuses[0].last_error.as_deref()), (1, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_job_does_not_delay_another() {
    on_each_database(async |env| {
        let (scheduler, state) = new(&env, SLOW_AND_QUICK);
        let first = scheduler.clone();
        let first = tokio::spawn(async move { first.run_due().await });
        state.begun.acquire().await.expect("begun").forget();
        while scheduler::statuses(&env.portal)
            .await
            .expect("read")
            .iter()
            .all(|job| job.succeeded_at.is_none())
        {
            tokio::task::yield_now().await;
        }
        assert_eq!(state.runs(), 1, "the quick job ran beside the slow one");
        env.advance(Duration::from_secs(30));
        scheduler.run_due().await;
        // The first scheduler, which looked for due jobs after the quick one, may have taken it.
        while state.runs() < 2 {
            tokio::task::yield_now().await;
        }
        assert!(!first.is_finished(), "the slow job still runs");
        state.gate.add_permits(1);
        first.await.expect("the slow job ends");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_of_a_dead_process_is_run_again_after_its_lease() {
    on_each_database(async |env| {
        let (scheduler, state) = new(&env, SLOW);
        let dead = scheduler.clone();
        let dead = tokio::spawn(async move { dead.run_due().await });
        state.begun.acquire().await.expect("begun").forget();
        dead.abort();
        assert!(dead.await.expect_err("aborted").is_cancelled());
        // The job itself is a task that may still be on its way to the gate: `state` and `scheduler` remain.
        while Arc::strong_count(&state.gate) > 2 {
            tokio::task::yield_now().await;
        }
        state.gate.add_permits(1);
        scheduler.run_due().await;
        assert_eq!(state.begun.available_permits(), 0, "still leased");
        env.advance(LEASE);
        scheduler.run_due().await;
        assert_eq!(state.begun.available_permits(), 1, "run again long before a day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_that_panics_has_failed_and_stops_no_other() {
    on_each_database(async |env| {
        let (scheduler, state) = new(&env, PANICKING);
        scheduler.run_due().await;
        assert_eq!(state.runs(), 1);
        let statuses = scheduler::statuses(&env.portal).await.expect("read");
        let panicking = statuses.iter().find(|job| job.name == "panicking").expect("its status");
        assert_eq!((panicking.failures, panicking.last_error.as_deref()), (1, Some("panicked")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_scheduler_opens_no_write_transaction() {
    on_each_database_with(
        |config| config.database.busy_seconds = 10,
        async |env| {
            let (scheduler, state) = new(&env, DAILY);
            scheduler.run_due().await;
            let mut writer = env.portal.db.begin().await.expect("the only writer of SQLite");
            if env.engine == "PostgreSQL" {
                execute_tx!(writer, sqlx::query("LOCK TABLE periodic_job IN EXCLUSIVE MODE"))
                    .expect("locked");
            }
            let started = std::time::Instant::now();
            scheduler.run_due().await;
            assert!(started.elapsed() < Duration::from_secs(10), "it did not wait for the writer");
            writer.rollback().await.expect("released");
            assert_eq!(state.runs(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn periodic_job_runs_once_per_period_across_workers() {
    on_each_database(async |env| {
        let is_purged = async || {
            let (_, session) = env.visitor().await;
            let expired_at = env.clock.now() - Duration::from_secs(48 * 3600);
            execute!(
                env.portal.db,
                sqlx::query("UPDATE session SET expires_at = $1, seen_at = $1 WHERE id = $2")
                    .bind(expired_at)
                    .bind(session.id)
            )
            .expect("updated");
            futures::join!(env.run_jobs(), env.run_jobs());
            env.count("session").await == 0
        };
        assert!(is_purged().await, "first run");
        assert!(!is_purged().await, "not again within the period");
        env.advance(Duration::from_secs(3600));
        assert!(is_purged().await, "again after the period");
    })
    .await;
}
