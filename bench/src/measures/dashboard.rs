//! The signed-in dashboard compared to a static page of the same bytes and to the same page rendered by axum
//! and askama.

use std::time::Duration;

use anyhow::{Result, ensure};
use domain::path;

use super::baseline::Baseline;
use super::figure;
use crate::client::Browser;
use crate::environment::Environment;
use crate::fixtures;
use crate::load::{self, LoadResult, Target, as_f64};
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
    let askama = target(askama_page.address, askama_page.program.id(), browser);
    let compressed = |target: &Target| Target { accept_encoding: Some("gzip, br, zstd"), ..target.clone() };
    let targets = [
        compressed(&portal),
        portal,
        target(static_page.address, static_page.program.id(), browser),
        compressed(&askama),
        askama,
    ];
    Ok(figures(&page, &load::run_in_turn(&targets, CONNECTIONS, WARM_UP, ROUND, rounds).await?))
}

fn figures(
    page: &str,
    [compressed, portal, static_page, compressed_askama, askama_page]: &[Vec<LoadResult>; 5],
) -> Vec<Figure> {
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
            "dashboard as browsers ask for it (Zstandard), per core",
            per_core(compressed),
            against("same page, axum + askama, Zstandard", compressed_askama),
            ratio(compressed, compressed_askama),
            Some(Goal::AtLeast(0.7)),
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
