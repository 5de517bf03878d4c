//! Structured logs on standard error: one JSON object per event, so that commands' output stays clean.

use anyhow::Context;
use backend::config::{LogConfig, LogFormat};
use tracing_subscriber::EnvFilter;

/// Starts logging. JSON escapes control characters, so that nothing sent by a client starts a line of its own.
///
/// # Errors
/// When `log.filter` is not a filter, or logging was started before.
pub fn start(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.filter).context("log.filter")?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match config.format {
        LogFormat::Json => {
            subscriber.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
        LogFormat::Text => subscriber.with_ansi(false).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logs cannot be started: {error}"))
}
