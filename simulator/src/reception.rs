//! How a test or a person asks for what was received: for whom, and how long to wait for it.

use std::time::Duration;

use serde::Deserialize;
use tokio::sync::watch;

const LONGEST_WAIT_MS: u64 = 30_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    pub to: Option<String>,
    /// How many messages to wait for.
    #[serde(default = "one")]
    pub au_moins: usize,
    /// How long to wait for them, in milliseconds; 30 s at most.
    #[serde(default)]
    attendre_ms: u64,
}

fn one() -> usize {
    1
}

impl Filter {
    pub fn patience(&self) -> Duration {
        Duration::from_millis(self.attendre_ms.min(LONGEST_WAIT_MS))
    }
}

/// What `received` tells, once there is as much as the filter wants or its time is over.
pub async fn within<T>(
    filter: &Filter,
    mut arrivals: watch::Receiver<u64>,
    received: impl Fn() -> Vec<T>,
) -> Vec<T> {
    let there = async {
        loop {
            arrivals.mark_unchanged();
            if received().len() >= filter.au_moins || arrivals.changed().await.is_err() {
                break;
            }
        }
    };
    // Late or not, the answer is what is there now.
    let _late = tokio::time::timeout(filter.patience(), there).await;
    received()
}
