//! How often one network may ask for an estimate: enough to type a password, not to test a list.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One question per key pressed, for a fast typist who changes their mind.
const PER_WINDOW: u32 = 120;
const WINDOW: Duration = Duration::from_secs(60);
/// Beyond, the oldest are forgotten: memory stays bounded whoever asks.
const MAX_NETWORKS: usize = 10_000;

/// Counts in this process only: what is protected is this process' processor.
#[derive(Default)]
pub struct Rate(Mutex<HashMap<IpAddr, Window>>);

struct Window {
    since: Instant,
    asked: u32,
}

impl Rate {
    /// May this network ask once more, at `now`?
    pub fn allows(&self, network: IpAddr, now: Instant) -> bool {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MAX_NETWORKS {
            windows.retain(|_, window| now.duration_since(window.since) < WINDOW);
        }
        if windows.len() >= MAX_NETWORKS && !windows.contains_key(&network) {
            return false;
        }
        let window = windows.entry(network).or_insert(Window { since: now, asked: 0 });
        if now.duration_since(window.since) >= WINDOW {
            *window = Window { since: now, asked: 0 };
        }
        window.asked += 1;
        window.asked <= PER_WINDOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_slowed_down_then_forgiven_and_others_are_not_concerned() {
        let (rate, start) = (Rate::default(), Instant::now());
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        for _ in 0..PER_WINDOW {
            assert!(rate.allows(one, start));
        }
        assert!(!rate.allows(one, start));
        assert!(rate.allows(other, start));
        assert!(rate.allows(one, start + WINDOW));
    }

    #[test]
    fn memory_is_bounded() {
        let (rate, start) = (Rate::default(), Instant::now());
        for index in 0..u32::try_from(MAX_NETWORKS).expect("a small number") {
            assert!(rate.allows(IpAddr::from(index.to_be_bytes()), start));
        }
        assert!(!rate.allows(IpAddr::from([255, 255, 255, 255]), start));
        assert!(rate.allows(IpAddr::from([255, 255, 255, 255]), start + WINDOW));
    }
}
