//! A signed-in page without rows, compared to a plain route that returns its bytes.

use std::time::Duration;

use anyhow::Result;
use domain::path;

use super::baseline::Baseline;
use super::figure;
use crate::client::Browser;
use crate::environment::Environment;
use crate::load::{self, LoadResult, Target};
use crate::report::{Figure, Goal, rate};
use crate::statistics::median;

const CONNECTIONS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const ROUND: Duration = Duration::from_secs(1);
/// 0.4 ms of a processor that needs 0.03 ms for the plain route.
const GOAL: f64 = 13.3;

pub async fn measure(environment: &Environment, browser: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    let page = browser.page(path::HELP).await?;
    let plain = Baseline::static_page(environment, &page)?;
    let target = |address, process| Target {
        address,
        process,
        path: path::HELP.to_owned(),
        cookie: browser.cookie_header(),
        accept_encoding: None,
    };
    let targets = [
        target(environment.portal_address, environment.portal_process()?),
        target(plain.address, plain.program.id()),
    ];
    let [portal, plain] = &load::run_in_turn(&targets, CONNECTIONS, WARM_UP, ROUND, rounds).await?;
    let per_core = |results: &[LoadResult]| rate(median(results.iter().map(|one| one.per_core())));
    Ok(vec![figure(
        format!("help page, signed in, {} KB, cost", page.len() / 1000),
        per_core(portal),
        format!("same bytes, plain axum route: {}", per_core(plain)),
        median(portal.iter().zip(plain).map(|(portal, plain)| plain.per_core() / portal.per_core())),
        Some(Goal::AtMost(GOAL)),
    )])
}
