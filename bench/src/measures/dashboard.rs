//! The signed-in dashboard compared to a static page of the same bytes and to the same page rendered by axum
//! and askama.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::path;

use super::figure;
use crate::baselines::layout;
use crate::client::Browser;
use crate::environment::Environment;
use crate::fixtures;
use crate::load::{self, LoadResult, Target, as_f64};
use crate::process::Program;
use crate::report::{Figure, Goal, rate};
use crate::statistics::median;

/// Number of connections, enough to keep one core busy during transfers.
const CONNECTIONS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const ROUND: Duration = Duration::from_secs(2);

/// Largest relative difference in size between the portal's page and the askama page.
const TOLERANCE: f64 = 0.1;

pub async fn measure(environment: &Environment, browser: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    let page = browser.page(path::DASHBOARD).await?;
    let static_page = Baseline::static_page(environment, &page)?;
    let askama_page = Baseline::askama_page(environment, &page)?;
    check_same_page(&page, &page_of(&askama_page, browser).await?)?;

    let portal = target(environment.portal_address, environment.portal_process()?, browser);
    let compressed = Target { accept_encoding: Some("br"), ..portal.clone() };
    let targets = [
        portal,
        compressed,
        target(static_page.address, static_page.program.id(), browser),
        target(askama_page.address, askama_page.program.id(), browser),
    ];
    let mut results: [Vec<LoadResult>; 4] = Default::default();
    for target in &targets {
        load::run(target, CONNECTIONS, WARM_UP).await?;
    }
    for _ in 0..rounds {
        for (target, results) in targets.iter().zip(&mut results) {
            results.push(load::run(target, CONNECTIONS, ROUND).await?);
        }
    }
    Ok(figures(&page, &results))
}

fn figures(page: &str, [portal, compressed, static_page, askama_page]: &[Vec<LoadResult>; 4]) -> Vec<Figure> {
    let per_core = |results: &[LoadResult]| rate(median(results.iter().map(|one| one.per_core())));
    let ratio = |one: &[LoadResult], other: &[LoadResult]| {
        median(one.iter().zip(other).map(|(one, other)| one.per_core() / other.per_core()))
    };
    let name = format!("dashboard, {} rows, {} KB, per core", fixtures::rows(), page.len() / 1000);
    let against = |label: &str, results: &[LoadResult]| format!("{label}: {}", per_core(results));
    let wall_clock_rate = rate(median(portal.iter().map(|one| one.per_second())));
    vec![
        figure(
            &name,
            per_core(portal),
            against("same bytes, plain axum route", static_page),
            ratio(portal, static_page),
            None,
        ),
        figure(
            &name,
            per_core(portal),
            against("same page, axum + askama", askama_page),
            ratio(portal, askama_page),
            Some(Goal::AtLeast(0.9)),
        ),
        figure(
            "dashboard with brotli, per core",
            per_core(compressed),
            against("uncompressed", portal),
            ratio(compressed, portal),
            None,
        ),
        figure(
            "dashboard, wall-clock rate",
            wall_clock_rate,
            against("per core", portal),
            median(portal.iter().map(|one| one.per_second() / one.per_core())),
            None,
        ),
    ]
}

fn target(address: std::net::SocketAddr, process: u32, browser: &Browser) -> Target {
    Target {
        address,
        process,
        path: path::DASHBOARD.to_owned(),
        cookie: browser.cookie_header(),
        accept_encoding: None,
    }
}

/// A running baseline server.
struct Baseline {
    program: Program,
    address: std::net::SocketAddr,
}

impl Baseline {
    fn static_page(environment: &Environment, page: &str) -> Result<Self> {
        let file = environment.folder.path().join("page.html");
        fs::write(&file, page)?;
        Self::start(environment, "static-page", &file)
    }

    fn askama_page(environment: &Environment, page: &str) -> Result<Self> {
        let file = environment.folder.path().join("layout.json");
        fs::write(&file, serde_json::to_string(&layout::extract(page)?)?)?;
        Self::start(environment, "askama-page", &file)
    }

    /// Starts this program with the baseline's subcommand, on the server core.
    fn start(environment: &Environment, subcommand: &'static str, file: &Path) -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = environment.configured(environment.installation.cores.server_command(&program));
        command.arg(subcommand).arg(file).stdout(Stdio::piped());
        let mut program = Program::start(subcommand, &mut command)?;
        let line = program.first_line()?;
        let address = line.parse().with_context(|| format!("{subcommand} printed: {line}"))?;
        Ok(Self { program, address })
    }
}

async fn page_of(baseline: &Baseline, browser: &Browser) -> Result<String> {
    browser.at_server(baseline.address).page(path::DASHBOARD).await
}

/// Checks that both pages have the same rows and nearly the same size, without which they are not comparable.
fn check_same_page(portal: &str, baseline: &str) -> Result<()> {
    let rows = |page: &str| page.matches("<tr>").count();
    ensure!(rows(portal) > fixtures::rows(), "the portal's dashboard has {} rows", rows(portal));
    ensure!(
        rows(portal) == rows(baseline),
        "{} rows in the portal's page, {} in the baseline's",
        rows(portal),
        rows(baseline)
    );
    // Leptos adds comments as markers, which are not content.
    let content_size = |page: &str| page.replace("<!>", "").len() as u64;
    let ratio = as_f64(content_size(portal)) / as_f64(content_size(baseline));
    println!("  same rows as the baseline's page; the portal's page is {ratio:.3} times its size");
    ensure!(
        (ratio - 1.0).abs() <= TOLERANCE,
        "page sizes differ too much: {} and {} bytes",
        content_size(portal),
        content_size(baseline)
    );
    Ok(())
}
