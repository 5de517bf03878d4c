//! The virus scanner (clamd), configured or not: it is never needed to start.

use std::time::Duration;

use clamav_client::tokio::{Tcp, scan_stream};

use crate::files::Content;

/// Time allowed to look at one file of 10 MB.
const PATIENCE: Duration = Duration::from_secs(30);
const CHUNK: usize = 64 * 1024;

/// What the scanner found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    Infected,
}

/// Shows a file to the scanner.
///
/// # Errors
/// When it cannot be reached, does not answer in time or says something else than « clean » or « found »: the file
/// stays pending, never open.
pub async fn scan(scanner: &str, content: Content) -> anyhow::Result<Verdict> {
    let asked = scan_stream(content.stream, Tcp { host_address: scanner }, Some(CHUNK));
    let answer = tokio::time::timeout(PATIENCE, asked).await??;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches(['\0', '\n']);
    if answer.ends_with(": OK") {
        Ok(Verdict::Clean)
    } else if answer.ends_with(" FOUND") {
        tracing::warn!(%answer, "the scanner found something");
        Ok(Verdict::Infected)
    } else {
        anyhow::bail!("the scanner answered {answer:?}")
    }
}
