//! Client of the virus scanner (clamd). Optional: the portal starts and runs without it.

use std::time::Duration;

use clamav_client::tokio::{Tcp, scan_stream};

use crate::files::Content;

/// Time allowed to scan one file of 10 MB.
const TIMEOUT: Duration = Duration::from_secs(30);
const CHUNK: usize = 64 * 1024;

/// Result of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    Infected,
}

/// Scans a file. `scanner`: host and port of clamd.
///
/// # Errors
/// If clamd cannot be reached, does not answer in time or answers anything but « OK » or « FOUND ». The file must then
/// stay unavailable.
pub async fn scan(scanner: &str, content: Content) -> anyhow::Result<Verdict> {
    let request = scan_stream(content.stream, Tcp { host_address: scanner }, Some(CHUNK));
    let answer = tokio::time::timeout(TIMEOUT, request).await??;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches(['\0', '\n']);
    if answer.ends_with(": OK") {
        Ok(Verdict::Clean)
    } else if answer.ends_with(" FOUND") {
        tracing::warn!(%answer, "infected file");
        Ok(Verdict::Infected)
    } else {
        anyhow::bail!("the scanner answered {answer:?}")
    }
}
