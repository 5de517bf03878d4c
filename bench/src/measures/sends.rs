//! Questions made durable (message, receipt's mail in the outbox, notification: one transaction) against the disk.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backend::Portal;
use backend::clock::Clock;
use backend::config::Config;
use backend::messaging::{self, Prefill};
use backend::session::{self, Session};
use clap::Args;
use domain::form::Answers;
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{disk, figure};
use crate::client::Browser;
use crate::house::House;
use crate::report::{Figure, Goal, rate};
use crate::statistics::median;
use crate::{demo, journey};

/// Questions sent one after the other in a round.
const ALONE: usize = 60;
/// Questions sent by eight at once in a round.
const TOGETHER: usize = 160;
const CONCURRENCY: usize = 8;
/// Time given to the disk alone in each round.
const DISK: Duration = Duration::from_millis(1500);
/// Whole questions are dear to prepare: fewer rounds than of pages.
const MOST_ROUNDS: u32 = 5;

/// Rates of one round, per second.
#[derive(Serialize, Deserialize)]
struct Round {
    disk: f64,
    alone: f64,
    together: f64,
}

/// First over HTTP with all workers running, then through the use case alone. Leaves mails in the outbox and the
/// portal stopped: to be measured last.
pub async fn measure(house: &mut House, browser: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    let rounds = rounds.min(MOST_ROUNDS);
    let over_http = over_http(house, browser, rounds).await.context("over HTTP")?;
    house.stop_portal();
    let by_use_case = in_a_process_of_its_own(house, browser, rounds).await.context("use case")?;
    let mut all = figures("use case", &by_use_case);
    all.extend(figures("over HTTP, mails delivered meanwhile", &over_http));
    Ok(all)
}

fn figures(what: &str, rounds: &[Round]) -> Vec<Figure> {
    let disk = format!("4 KiB + fdatasync: {}", rate(median(rounds.iter().map(|round| round.disk))));
    let line = |name: &str, sends: fn(&Round) -> f64, goal| {
        let measured = rate(median(rounds.iter().map(sends)));
        let ratio = median(rounds.iter().map(|round| sends(round) / round.disk));
        figure(format!("durable sends, {what}, {name}"), measured, disk.clone(), ratio, Some(goal))
    };
    let alone = median(rounds.iter().map(|round| round.alone / round.disk));
    vec![
        line("alone", |round| round.alone, Goal::AtLeast(0.5)),
        // « more with concurrency »: than alone in this very run.
        line("8 at once", |round| round.together, Goal::AtLeast(two_digits(alone))),
    ]
}

/// As it is printed, so that the verdict agrees with what is read.
fn two_digits(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}

async fn over_http(house: &House, browser: &mut Browser, rounds: u32) -> Result<Vec<Round>> {
    let mut measured = Vec::new();
    let mut mails = journey::mails_received(house, 1).await?;
    for _ in 0..rounds {
        let drafts = journey::drafts(browser, ALONE + TOGETHER).await?;
        let disk = disk::syncs_per_second(house.folder.path(), DISK).await?;
        let (alone, together) = drafts.split_at(ALONE);
        let alone = send_over_http(browser, alone, 1).await?;
        let together = send_over_http(browser, together, CONCURRENCY).await?;
        measured.push(Round { disk, alone, together });
        // The next round's disk is measured in calm.
        mails += drafts.len();
        let received = journey::mails_received(house, mails).await?;
        ensure!(received >= mails, "{received} mails came, {mails} were due");
    }
    Ok(measured)
}

async fn send_over_http(browser: &Browser, drafts: &[String], senders: usize) -> Result<f64> {
    timed(drafts, senders, async |drafts: &[String]| {
        let mut browser = browser.twin();
        for draft in drafts {
            journey::send(&mut browser, draft).await?;
        }
        Ok(())
    })
    .await
}

/// Per second: `senders` share the drafts, each sending one after the other.
async fn timed<T>(drafts: &[T], senders: usize, send: impl AsyncFn(&[T]) -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    try_join_all(drafts.chunks(drafts.len().div_ceil(senders)).map(async |drafts| send(drafts).await))
        .await?;
    let count = u32::try_from(drafts.len())?;
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

async fn in_a_process_of_its_own(house: &House, browser: &Browser, rounds: u32) -> Result<Vec<Round>> {
    let token = browser.cookie("__Host-prodouane").context("no session")?;
    let mut command = house.configured(house.places.cores.measured(&std::env::current_exe()?));
    command.args(["use-case", "--rounds", &rounds.to_string(), "--folder"]).arg(house.folder.path());
    command.env(TOKEN, token).stdin(Stdio::null());
    // Waited for where a stop can still be heard; it ends with its rounds.
    let output = tokio::process::Command::from(command).kill_on_drop(true).stdout(Stdio::piped()).spawn()?;
    let output = output.wait_with_output().await?;
    ensure!(output.status.success(), "{}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The session's secret reaches the process of the use case in this variable: arguments can be read by everybody.
const TOKEN: &str = "BENCH_SESSION";

#[derive(Args)]
pub struct UseCase {
    #[arg(long)]
    rounds: u32,
    /// On the disk to be compared with
    #[arg(long)]
    folder: std::path::PathBuf,
}

/// The use case without HTTP, sessions' look-ups and workers: what the transaction itself costs.
pub async fn use_case(options: UseCase) -> Result<()> {
    let portal = Portal::open(Config::load(None)?, Clock::system()).await?;
    let session = session::find(&portal, &std::env::var(TOKEN)?).await?.context("the session is over")?;
    let mut measured = Vec::new();
    for _ in 0..options.rounds {
        let drafts = ready_drafts(&portal, &session, ALONE + TOGETHER).await?;
        let disk = disk::syncs_per_second(&options.folder, DISK).await?;
        let (alone, together) = drafts.split_at(ALONE);
        let send = async |drafts: &[Uuid]| {
            for draft in drafts {
                messaging::send(&portal, &session, *draft).await?;
            }
            Ok(())
        };
        let (alone, together) = (timed(alone, 1, send).await?, timed(together, CONCURRENCY, send).await?);
        measured.push(Round { disk, alone, together });
    }
    println!("{}", serde_json::to_string(&measured)?);
    portal.close().await;
    Ok(())
}

async fn ready_drafts(portal: &Portal, session: &Session, count: usize) -> Result<Vec<Uuid>> {
    let answers = Answers::from_iter(demo::QUESTION);
    let mut drafts = Vec::with_capacity(count);
    for _ in 0..count {
        let draft = messaging::start(portal, session, demo::MOTIF, &Prefill::default()).await?;
        messaging::save(portal, session, draft, &answers).await?;
        drafts.push(draft);
    }
    Ok(drafts)
}
