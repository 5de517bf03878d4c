//! Query for received mails and text messages: recipient and waiting time.

use std::time::Duration;

use serde::Deserialize;
use tokio::sync::watch;

const MAX_WAIT_MS: u64 = 30_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageQuery {
    /// Recipient; all recipients if absent.
    pub to: Option<String>,
    /// Number of messages to wait for.
    #[serde(default = "one")]
    pub au_moins: usize,
    /// Longest time to wait for them, in milliseconds; 30 s at most.
    #[serde(default)]
    attendre_ms: u64,
}

fn one() -> usize {
    1
}

impl MessageQuery {
    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.attendre_ms.min(MAX_WAIT_MS))
    }
}

/// Waits until `received` returns as many messages as the query wants, or its time is over. Returns the
/// messages.
pub async fn wait_for_messages<T>(
    query: &MessageQuery,
    mut arrivals: watch::Receiver<u64>,
    received: impl Fn() -> Vec<T>,
) -> Vec<T> {
    let enough_received = async {
        loop {
            arrivals.mark_unchanged();
            if received().len() >= query.au_moins || arrivals.changed().await.is_err() {
                break;
            }
        }
    };
    // After a timeout, the result is the messages received so far.
    let _timed_out = tokio::time::timeout(query.timeout(), enough_received).await;
    received()
}
