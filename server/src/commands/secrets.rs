//! Passwords given to commands: never as an argument, which every user of the machine can read.

use std::io::BufRead;

use anyhow::Context;

/// Where a command finds a password when standard input is not meant.
pub const VARIABLE: &str = "PRODOUANE_PASSWORD";

/// The variable [`VARIABLE`], else the first line of standard input.
///
/// # Errors
/// When there is neither.
pub fn password() -> anyhow::Result<String> {
    if let Ok(password) = std::env::var(VARIABLE) {
        return Ok(password);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    anyhow::ensure!(!password.is_empty(), "give the password on standard input or in {VARIABLE}");
    Ok(password.to_owned())
}
