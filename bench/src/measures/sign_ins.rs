//! Pages of a signed-in person while many others sign in: the hashing of passwords must not delay them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Result, ensure};
use domain::path;
use tokio::task::JoinSet;

use super::{figure, milliseconds};
use crate::client::Browser;
use crate::environment::Environment;
use crate::load::as_f64;
use crate::report::{Figure, Goal, rate};
use crate::statistics::{median, percentile};
use crate::{fixtures, scenario};

/// People who sign in at the same time, each again as soon as the password is accepted.
const OTHERS: usize = 20;
/// Pages requested in each phase: enough for a 99th percentile.
const PAGES: usize = 500;

pub async fn measure(environment: &Environment, browser: &Browser, rounds: u32) -> Result<Vec<Figure>> {
    let mails = scenario::mails_received(environment, 0).await?;
    let mut person = browser.with_own_connection();
    page_times(&mut person).await?;
    let mut results = Vec::new();
    for _ in 0..rounds {
        let calm = percentile(page_times(&mut person).await?, 99);
        let (start, storm) = (Instant::now(), Storm::start(environment.portal_address));
        let slowed = percentile(page_times(&mut person).await?, 99);
        let sign_ins = storm.stop()?;
        results.push(Round { calm, slowed, sign_ins, seconds: start.elapsed().as_secs_f64() });
    }
    // Their mails are delivered before the next measure starts.
    let sent = results.iter().map(|round| round.sign_ins).sum::<u64>();
    scenario::mails_received(environment, mails + usize::try_from(sent)?).await?;
    Ok(vec![summary(&results)])
}

/// Times in milliseconds.
struct Round {
    calm: f64,
    slowed: f64,
    sign_ins: u64,
    seconds: f64,
}

fn summary(rounds: &[Round]) -> Figure {
    let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value));
    let sign_ins = rate(of(|round| as_f64(round.sign_ins) / round.seconds));
    figure(
        format!("dashboard, p99, while {OTHERS} people sign in at once"),
        format!("{} ({sign_ins} sign-ins)", milliseconds(of(|round| round.slowed))),
        format!("calm: {}", milliseconds(of(|round| round.calm))),
        of(|round| round.slowed / round.calm),
        Some(Goal::AtMost(2.0)),
    )
}

/// Requests [`PAGES`] pages, one after the other. Returns their times in milliseconds.
async fn page_times(browser: &mut Browser) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(PAGES);
    for _ in 0..PAGES {
        let start = Instant::now();
        browser.page(path::DASHBOARD).await?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// People who sign in again and again, until it is stopped or dropped.
struct Storm {
    clients: JoinSet<Result<()>>,
    sign_ins: Arc<AtomicU64>,
}

impl Storm {
    fn start(portal: SocketAddr) -> Self {
        let sign_ins = Arc::new(AtomicU64::new(0));
        let clients = (0..OTHERS).map(|_| sign_in_repeatedly(portal, Arc::clone(&sign_ins))).collect();
        Self { clients, sign_ins }
    }

    /// Returns the number of sign-ins.
    ///
    /// # Errors
    /// If one failed.
    fn stop(mut self) -> Result<u64> {
        if let Some(ended) = self.clients.try_join_next() {
            ended??;
        }
        Ok(self.sign_ins.load(Ordering::Relaxed))
    }
}

async fn sign_in_repeatedly(portal: SocketAddr, count: Arc<AtomicU64>) -> Result<()> {
    let credentials = [("identifiant", fixtures::CLERK.login), ("mot_de_passe", fixtures::PASSWORD)];
    loop {
        let next = Browser::at(portal).submit("/form/connexion", &credentials).await?;
        ensure!(next.starts_with(path::SIGN_IN_CODE), "sign-in redirects to {next}");
        count.fetch_add(1, Ordering::Relaxed);
    }
}
