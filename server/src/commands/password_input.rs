//! Password input of commands. Never an argument, because every user of the machine can read those.

use std::io::BufRead;

use anyhow::Context;

const VARIABLE: &str = "PRODOUANE_PASSWORD";

/// Returns the environment variable `PRODOUANE_PASSWORD`, else the first line of standard input.
///
/// # Errors
/// If there is neither.
pub fn read() -> anyhow::Result<String> {
    if let Ok(password) = std::env::var(VARIABLE) {
        return Ok(password);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    anyhow::ensure!(!password.is_empty(), "give the password on standard input or in {VARIABLE}");
    Ok(password.to_owned())
}
