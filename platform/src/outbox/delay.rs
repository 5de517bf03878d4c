use std::time::Duration;

use crate::backoff;

const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(6 * 3600);

/// Delay after a failed attempt: 5 s, 10 s, 20 s … up to 6 hours, each lengthened by up to a quarter at random, so that
/// a server that recovers does not receive every retry at once. `attempts`: attempts made so far.
pub fn delay(attempts: i32) -> Duration {
    let base = backoff::exponential(FIRST, LONGEST, attempts);
    base + base.mul_f64(rand::random::<f64>() / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_stay_bounded() {
        for attempts in 1..100 {
            let doubled = Duration::from_secs(5).saturating_mul(1 << (attempts - 1).min(16));
            let base = doubled.min(Duration::from_secs(6 * 3600));
            let delay = delay(attempts);
            assert!(delay >= base && delay <= base + base / 4, "{attempts}: {delay:?}");
        }
    }
}
