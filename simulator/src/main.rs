//! Starts the simulator and prints its addresses on standard output, as one line of JSON.

use std::io::Write;

use anyhow::Context;
use clap::Parser;
use simulator::{Options, start};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        // Standard output is reserved for the line with the addresses, which other programs read.
        .with_writer(std::io::stderr)
        .init();
    let running = start(Options::parse()).await?;
    let ready = serde_json::json!({ "http": running.http, "smtp": running.smtp });
    let mut out = std::io::stdout();
    writeln!(out, "{ready}").and_then(|()| out.flush()).context("failed to print the addresses")?;
    stop_signal().await?;
    running.stop().await;
    Ok(())
}

/// Waits for Ctrl-C or, on Unix, SIGTERM.
async fn stop_signal() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}
