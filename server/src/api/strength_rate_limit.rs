//! Rate limit of password strength estimates per network: enough to type a password, too few to test a list.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Estimates allowed per network and window: one per key pressed by a fast typist.
const MAX_PER_WINDOW: u32 = 120;
const WINDOW: Duration = Duration::from_secs(60);
/// Limit of the memory used: beyond it, expired windows are removed and new networks refused.
const MAX_NETWORKS: usize = 10_000;

/// Rate limit of this process only, because it protects its processor time.
#[derive(Default)]
pub struct RateLimit(Mutex<HashMap<IpAddr, Window>>);

struct Window {
    start: Instant,
    count: u32,
}

impl RateLimit {
    /// Counts one request. Returns `true` if it is allowed.
    pub fn allows(&self, network: IpAddr, now: Instant) -> bool {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MAX_NETWORKS {
            windows.retain(|_, window| now.duration_since(window.start) < WINDOW);
        }
        if windows.len() >= MAX_NETWORKS && !windows.contains_key(&network) {
            return false;
        }
        let window = windows.entry(network).or_insert(Window { start: now, count: 0 });
        if now.duration_since(window.start) >= WINDOW {
            *window = Window { start: now, count: 0 };
        }
        window.count += 1;
        window.count <= MAX_PER_WINDOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_over_its_limit_is_refused_until_the_next_window() {
        let (limit, start) = (RateLimit::default(), Instant::now());
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        for _ in 0..MAX_PER_WINDOW {
            assert!(limit.allows(one, start));
        }
        assert!(!limit.allows(one, start));
        assert!(limit.allows(other, start));
        assert!(limit.allows(one, start + WINDOW));
    }

    #[test]
    fn number_of_networks_is_limited() {
        let (limit, start) = (RateLimit::default(), Instant::now());
        for index in 0..u32::try_from(MAX_NETWORKS).expect("a small number") {
            assert!(limit.allows(IpAddr::from(index.to_be_bytes()), start));
        }
        assert!(!limit.allows(IpAddr::from([255, 255, 255, 255]), start));
        assert!(limit.allows(IpAddr::from([255, 255, 255, 255]), start + WINDOW));
    }
}
