//! Rate of questions sent durably (one transaction: message, receipt mail in the outbox, notification)
//! compared to the disk's rate of durable writes.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backend::accounts::sessions::{self, Session};
use backend::config::Config;
use backend::messaging::{self, Prefill};
use backend::{Portal, id::DraftId};
use clap::Args;
use domain::form::Answers;
use futures::future::try_join_all;
use platform::clock::Clock;
use serde::{Deserialize, Serialize};

use super::{disk, figure};
use crate::client::Browser;
use crate::environment::Environment;
use crate::report::{Figure, Goal, rate};
use crate::statistics::median;
use crate::{fixtures, scenario};

/// Questions sent sequentially per round.
const SEQUENTIAL: usize = 60;
/// Questions sent concurrently per round.
const CONCURRENT: usize = 160;
/// Senders of the concurrent questions.
const CONCURRENCY: usize = 8;
/// Duration of the disk measurement in each round.
const DISK_DURATION: Duration = Duration::from_millis(1500);
/// Upper limit of rounds, since drafts are slow to prepare.
const MAX_ROUNDS: u32 = 5;

/// Rates of one round, per second.
#[derive(Serialize, Deserialize)]
struct Round {
    disk: f64,
    sequential: f64,
    concurrent: f64,
}

/// Measures over HTTP with all background workers, then by calling the use case. Leaves mails in the outbox
/// and the portal stopped, so it must be the last benchmark.
pub async fn measure(
    environment: &mut Environment,
    browser: &mut Browser,
    rounds: u32,
) -> Result<Vec<Figure>> {
    let rounds = rounds.min(MAX_ROUNDS);
    let over_http = over_http(environment, browser, rounds).await.context("over HTTP")?;
    environment.stop_portal();
    let by_use_case = use_case_in_own_process(environment, browser, rounds).await.context("use case")?;
    let mut all = figures("use case", &by_use_case);
    all.extend(figures("over HTTP with mail delivery", &over_http));
    Ok(all)
}

fn figures(path: &str, rounds: &[Round]) -> Vec<Figure> {
    let disk = format!("4 KiB + fdatasync: {}", rate(median(rounds.iter().map(|round| round.disk))));
    let line = |name: &str, sends: fn(&Round) -> f64, goal| {
        let measured = rate(median(rounds.iter().map(sends)));
        let ratio = median(rounds.iter().map(|round| sends(round) / round.disk));
        figure(format!("durable sends, {path}, {name}"), measured, disk.clone(), ratio, Some(goal))
    };
    let sequential = median(rounds.iter().map(|round| round.sequential / round.disk));
    vec![
        line("sequential", |round| round.sequential, Goal::AtLeast(0.5)),
        // The goal "more with concurrency" means more than sequentially in the same run.
        line("8 concurrent", |round| round.concurrent, Goal::AtLeast(two_digits(sequential))),
    ]
}

/// Rounds to the two digits that are printed, so that the verdict agrees with the printed values.
fn two_digits(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}

async fn over_http(environment: &Environment, browser: &mut Browser, rounds: u32) -> Result<Vec<Round>> {
    let mut measured = Vec::new();
    let mut mails = scenario::mails_received(environment, 1).await?;
    for _ in 0..rounds {
        let drafts = scenario::drafts(browser, SEQUENTIAL + CONCURRENT).await?;
        let disk = disk::syncs_per_second(environment.folder.path(), DISK_DURATION).await?;
        let (sequential, concurrent) = drafts.split_at(SEQUENTIAL);
        let sequential = send_over_http(browser, sequential, 1).await?;
        let concurrent = send_over_http(browser, concurrent, CONCURRENCY).await?;
        measured.push(Round { disk, sequential, concurrent });
        // Wait for all mails, so that their delivery does not affect the next disk measurement.
        mails += drafts.len();
        let received = scenario::mails_received(environment, mails).await?;
        ensure!(received >= mails, "{received} mails arrived, expected {mails}");
    }
    Ok(measured)
}

async fn send_over_http(browser: &Browser, drafts: &[String], senders: usize) -> Result<f64> {
    timed(drafts, senders, async |drafts: &[String]| {
        let mut browser = browser.with_own_connection();
        for draft in drafts {
            scenario::send(&mut browser, draft).await?;
        }
        Ok(())
    })
    .await
}

/// Sends the drafts with `senders` concurrent senders. Returns the number of drafts sent per second.
async fn timed<T>(drafts: &[T], senders: usize, send: impl AsyncFn(&[T]) -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    try_join_all(drafts.chunks(drafts.len().div_ceil(senders)).map(async |drafts| send(drafts).await))
        .await?;
    let count = u32::try_from(drafts.len())?;
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// Runs [`use_case`] in a separate process, on the server core.
async fn use_case_in_own_process(
    environment: &Environment,
    browser: &Browser,
    rounds: u32,
) -> Result<Vec<Round>> {
    let token = browser.cookie("prodouane").context("no session cookie")?;
    let mut command =
        environment.configured(environment.installation.cores.server_command(&std::env::current_exe()?));
    command.args(["use-case", "--rounds", &rounds.to_string(), "--folder"]).arg(environment.folder.path());
    command.env(TOKEN, token).stdin(Stdio::null());
    // Asynchronous, so that Ctrl-C can cancel the wait and kill the process.
    let output = tokio::process::Command::from(command).kill_on_drop(true).stdout(Stdio::piped()).spawn()?;
    let output = output.wait_with_output().await?;
    ensure!(output.status.success(), "{}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Environment variable that passes the session token to the process of the use case: other users can read
/// arguments.
const TOKEN: &str = "BENCH_SESSION";

#[derive(Args)]
pub struct UseCase {
    #[arg(long)]
    rounds: u32,
    /// Folder on the disk to measure
    #[arg(long)]
    folder: std::path::PathBuf,
}

/// Measures the use case without HTTP, session look-ups and workers: the cost of the transaction.
pub async fn use_case(options: UseCase) -> Result<()> {
    let portal = Portal::open(Config::load(None)?, Clock::system()).await?;
    let session =
        sessions::find(&portal, &std::env::var(TOKEN)?).await?.context("the session has expired")?;
    let mut measured = Vec::new();
    for _ in 0..options.rounds {
        let drafts = ready_drafts(&portal, &session, SEQUENTIAL + CONCURRENT).await?;
        let disk = disk::syncs_per_second(&options.folder, DISK_DURATION).await?;
        let (sequential, concurrent) = drafts.split_at(SEQUENTIAL);
        let send = async |drafts: &[DraftId]| {
            for draft in drafts {
                messaging::send(&portal, &session, *draft).await?;
            }
            Ok(())
        };
        let sequential = timed(sequential, 1, send).await?;
        let concurrent = timed(concurrent, CONCURRENCY, send).await?;
        measured.push(Round { disk, sequential, concurrent });
    }
    println!("{}", serde_json::to_string(&measured)?);
    portal.close().await;
    Ok(())
}

async fn ready_drafts(portal: &Portal, session: &Session, count: usize) -> Result<Vec<DraftId>> {
    let answers = Answers::from_iter(fixtures::QUESTION);
    let mut drafts = Vec::with_capacity(count);
    for _ in 0..count {
        let draft = messaging::start(portal, session, fixtures::MOTIF, &Prefill::default()).await?;
        messaging::save(portal, session, draft, &answers, None).await?;
        drafts.push(draft);
    }
    Ok(drafts)
}
