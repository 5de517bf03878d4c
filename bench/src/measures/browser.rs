//! Measures in a browser as on a slow phone, by `end2end/bench/browser.mjs`.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use tokio::io::AsyncWriteExt;

use crate::environment::Environment;

/// The script, from the root of the workspace.
const SCRIPT: &str = "end2end/bench/browser.mjs";

/// What to measure; the result is a time in milliseconds.
#[derive(Serialize)]
pub struct Measure {
    /// Scheme, host and port of the server.
    pub origin: String,
    /// Cookies of the person; may be empty.
    pub cookie: String,
    /// Path and query of the page.
    pub path: String,
    #[serde(flatten)]
    pub kind: Kind,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Kind {
    /// From the start of a first visit to its first paint
    Paint,
    /// From the start of a first visit, through a form sent at the first paint, until the page `result` is painted
    Submit { form: &'static str, fields: Vec<(&'static str, &'static str)>, result: &'static str },
    /// From a click on the page `from` until the next page is painted; `full`: the browser loads it
    Navigation { from: &'static str, full: bool },
}

#[derive(Serialize)]
struct Task<'a> {
    program: &'a str,
    rounds: u32,
    measures: &'a [Measure],
}

/// Runs all measures in turn, once per round. Returns the times of each measure.
pub async fn run(environment: &Environment, measures: &[Measure], rounds: u32) -> Result<Vec<Vec<f64>>> {
    let program = environment.installation.browser.to_str().context("the browser's path")?;
    let task = serde_json::to_vec(&Task { program, rounds, measures })?;
    let mut command = environment.installation.cores.shared_command("node".as_ref());
    command.arg(SCRIPT).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = tokio::process::Command::from(command).kill_on_drop(true).spawn()?;
    child.stdin.take().context("standard input")?.write_all(&task).await?;
    let output = child.wait_with_output().await?;
    ensure!(output.status.success(), "{SCRIPT}: {}", output.status);
    let times: Vec<Vec<f64>> = serde_json::from_slice(&output.stdout)?;
    ensure!(times.len() == measures.len(), "{} results for {} measures", times.len(), measures.len());
    Ok(times)
}
