//! Structured logs on standard error, one JSON object per event. Standard output is for the results of commands.

use anyhow::Context;
use backend::config::{LogConfig, LogFormat};
use tracing_subscriber::EnvFilter;

/// Installs the log subscriber. JSON escapes control characters, so that a client cannot inject a log line.
///
/// # Errors
/// If `log.filter` is invalid or a subscriber is already installed.
pub fn install(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.filter).context("log.filter")?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let installed = match config.format {
        LogFormat::Json => {
            subscriber.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
        LogFormat::Text => subscriber.with_ansi(false).try_init(),
    };
    installed.map_err(|error| anyhow::anyhow!("failed to install the log subscriber: {error}"))
}
