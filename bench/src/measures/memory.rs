//! Resident memory of the portal: idle after its start, and after many concurrent sign-ins.

use std::net::SocketAddr;

use anyhow::{Result, ensure};
use domain::path;

use super::figure;
use crate::client::Browser;
use crate::environment::Environment;
use crate::fixtures;
use crate::load::as_f64;
use crate::process::resident_bytes;
use crate::report::{Figure, Goal};

const SIGN_INS: usize = 1_000;
const CONCURRENT: usize = 20;
/// Memory allowed, in bytes (quality.md).
const IDLE: f64 = 40e6;
const AFTER_SIGN_INS: f64 = 80e6;

pub async fn measure(environment: &mut Environment) -> Result<Vec<Figure>> {
    environment.restart_portal().await?;
    let process = environment.portal_process()?;
    let idle = resident_bytes(process)?;
    let clients = (0..CONCURRENT).map(|_| sign_in(environment.portal_address, SIGN_INS / CONCURRENT));
    futures::future::try_join_all(clients).await?;
    let after = resident_bytes(process)?;
    Ok(vec![
        compared("resident memory, idle after start".to_owned(), idle, IDLE),
        compared(format!("resident memory after {SIGN_INS} sign-ins"), after, AFTER_SIGN_INS),
    ])
}

/// Sends the correct password `times` times, each in a new session.
async fn sign_in(portal: SocketAddr, times: usize) -> Result<()> {
    let credentials = [("identifiant", fixtures::CLERK.login), ("mot_de_passe", fixtures::PASSWORD)];
    for _ in 0..times {
        let next = Browser::at(portal).submit("/form/connexion", &credentials).await?;
        ensure!(next.starts_with(path::SIGN_IN_CODE), "sign-in redirects to {next}");
    }
    Ok(())
}

fn compared(measure: String, measured: u64, goal: f64) -> Figure {
    let megabytes = |bytes: f64| format!("{:.1} MB", bytes / 1e6);
    let measured = as_f64(measured);
    figure(measure, megabytes(measured), megabytes(goal), measured / goal, Some(Goal::AtMost(1.0)))
}
